import { describe, expect, it } from '@jest/globals';
import { destinationOf, type CandidateCase, type MailFacts } from './mail-destination.js';
import type { AutomaticKind, Automation } from './automatic-mail.js';

const ours: CandidateCase = {
  caseId: 'sup_ours0001',
  accountId: 'acc_ours0001',
  isClosed: false,
  isSuspended: false,
};
const other: CandidateCase = { ...ours, caseId: 'sup_other001' };
const closed: CandidateCase = { ...ours, isClosed: true };
const sender = { accountId: ours.accountId, userId: 'usr_partner1', language: 'de' } as const;
const foreigner = { accountId: 'acc_else0001', userId: 'usr_foreign1', language: 'en' } as const;

const written: Automation = { automatic: 'no' };
const by = (kind: AutomaticKind): Automation => ({
  automatic: 'yes',
  kind,
  because: 'auto-submitted',
});

function destination(facts: Partial<MailFacts>) {
  return destinationOf({ automation: written, addressed: [], isFlood: false, isEmpty: false, ...facts });
}

describe('where a mail belongs (C4)', () => {
  it('is the case of the address that it is sent to, whoever writes', () => {
    const to = { to: 'case', caseId: ours.caseId, foundBy: 'reply-address' };
    expect(destination({ addressed: [ours], answered: other, quoted: 'several' })).toEqual(to);
    expect(destination({ addressed: [ours], sender: foreigner })).toEqual(to);
  });

  it('is else the case that it answers, whoever writes', () => {
    expect(destination({ answered: ours, quoted: other })).toEqual({
      to: 'case',
      caseId: ours.caseId,
      foundBy: 'references',
    });
  });

  it('is else the case that it names, of senders of its account only', () => {
    expect(destination({ quoted: ours, sender })).toEqual({
      to: 'case',
      caseId: ours.caseId,
      foundBy: 'quote',
    });
    for (const facts of [{ quoted: ours }, { quoted: ours, sender: foreigner }]) {
      expect(destination(facts)).toEqual({ to: 'review', why: 'foreign-case' });
    }
  });

  it('is else the case of the mail that it answers, of senders of its account only', () => {
    const to = { to: 'case', caseId: ours.caseId, foundBy: 'conversation' };
    expect(destination({ related: ours, quoted: other, sender })).toEqual(to);
    expect(destination({ related: ours, sender: foreigner })).toMatchObject({ to: 'new-case' });
    expect(destination({ related: 'several', sender })).toEqual({ to: 'review', why: 'several-cases' });
  });

  it.each([
    ['of the desk', { alien: 'of-the-desk' }, 'desk-sender'],
    ['of somebody who was switched off', { alien: 'disabled' }, 'disabled-sender'],
    ['for a suspended account', { addressed: [{ ...ours, isSuspended: true }] }, 'suspended-account'],
  ] as const)('is for the desk to say when it is %s, whatever it proves', (_whose, facts, why) => {
    const review = { to: 'review', why, caseId: ours.caseId };
    expect(destination({ addressed: [ours], ...facts })).toEqual(review);
  });

  it('is a new case of the sender’s account, and for the desk to say of strangers', () => {
    expect(destination({ sender })).toEqual({ to: 'new-case', sender });
    expect(destination({})).toEqual({ to: 'review', why: 'stranger' });
  });

  it('is for the desk to say when several cases are meant', () => {
    expect(destination({ addressed: [ours, other], sender })).toEqual({ to: 'review', why: 'several-cases' });
    expect(destination({ quoted: 'several', sender })).toEqual({ to: 'review', why: 'several-cases' });
  });

  it('is no closed case: it stays closed, and people are told (C6)', () => {
    const to = { to: 'closed-case', caseId: closed.caseId, foundBy: 'reply-address' };
    expect(destination({ addressed: [closed] })).toEqual({ ...to, isToBeAnswered: true });
    const perhaps = { automatic: 'perhaps', because: 'subject' } as const;
    expect(destination({ addressed: [closed], automation: perhaps })).toEqual({
      ...to,
      isToBeAnswered: false,
    });
    expect(destination({ addressed: [ours], automation: perhaps })).toMatchObject({ to: 'case' });
  });

  it.each<AutomaticKind>(['own-mail', 'read-receipt', 'out-of-office', 'auto-reply'])(
    'is nowhere when it is of a program: %s',
    (kind) => {
      expect(destination({ automation: by(kind), addressed: [ours], sender })).toEqual({
        to: 'nowhere',
        why: kind,
        caseId: ours.caseId,
      });
      expect(destination({ automation: by(kind), sender })).toEqual({ to: 'nowhere', why: kind });
    },
  );

  it('is for the desk to say of what a ticket system may have written for a person', () => {
    const automation = by('notification');
    const review = { to: 'review', why: 'notification' };
    expect(destination({ automation, addressed: [ours] })).toEqual({ ...review, caseId: ours.caseId });
    expect(destination({ automation, sender })).toEqual(review);
  });

  it('is for the desk to say of what has no words, and is no new case when a machine may have written it', () => {
    expect(destination({ sender, isEmpty: true })).toEqual({ to: 'review', why: 'empty' });
    const automation = { automatic: 'perhaps', because: 'subject' } as const;
    expect(destination({ sender, automation })).toEqual({ to: 'review', why: 'perhaps-automatic' });
  });

  it('is the mail of ours that a bounce tells of (C5)', () => {
    expect(destination({ automation: by('bounce'), addressed: [closed], isFlood: true })).toEqual({
      to: 'delivery-report',
    });
  });

  it('is a case when a mailing list has passed it on, but never a new one', () => {
    const automation = by('mailing-list');
    expect(destination({ automation, addressed: [ours] })).toMatchObject({ to: 'case' });
    expect(destination({ automation, addressed: [closed] })).toMatchObject({ isToBeAnswered: false });
    expect(destination({ automation, sender })).toEqual({ to: 'review', why: 'mailing-list' });
  });

  it('is for the desk to say when more comes than anybody writes', () => {
    expect(destination({ addressed: [ours], sender, isFlood: true })).toMatchObject({
      to: 'review',
      why: 'too-many',
    });
  });
});
