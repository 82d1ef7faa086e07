import { describe, expect, it } from '@jest/globals';
import { isForMailbox, supportMailboxOf } from './support-mailbox.js';

describe('the mailbox of support cases (C4)', () => {
  const ours = supportMailboxOf('Support@Desk.Example.org');

  it.each([
    'support@desk.example.org',
    'SUPPORT@DESK.EXAMPLE.ORG',
    'support+abc123@desk.example.org',
    'support+a+b@desk.example.org',
    'postmaster@desk.example.org',
    'postmaster',
  ])('takes mails to %s', (address) => {
    expect(isForMailbox(address, ours)).toBe(true);
  });

  it.each([
    'support@example.org',
    'support@desk.example.org.evil.example',
    'support@evil.example@example.org',
    'supporter@desk.example.org',
    'somebody%evil.example@desk.example.org',
    '+abc@desk.example.org',
    'support',
    '',
    '@desk.example.org',
  ])('is no relay for %p', (address) => {
    expect(isForMailbox(address, ours)).toBe(false);
  });

  it.each([
    '',
    'support',
    '@desk.example.org',
    'support+x@desk.example.org',
    'support@',
    `${'a'.repeat(32)}@desk.example.org`,
  ])('is not made of %p', (address) => {
    expect(() => supportMailboxOf(address)).toThrow(RangeError);
  });
});
