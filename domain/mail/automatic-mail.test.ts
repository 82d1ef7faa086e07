import { describe, expect, it } from '@jest/globals';
import { automationOf, type AutomationFacts } from './automatic-mail.js';

const personal: AutomationFacts['mail'] = {
  headers: [],
  from: [{ address: 'partner@example.net', name: 'Partner One' }],
  subject: 'Re: Question about an invoice',
  mediaType: { type: 'text/plain', reportType: undefined },
  attachments: [],
  messageId: '<1@example.net>',
  inReplyTo: ['<0@example.org>'],
  references: [],
};
const withHeader = (name: string, value: string, more: Partial<AutomationFacts['mail']> = {}) =>
  automationOf({ mail: { ...personal, headers: [{ name, value }], ...more } });
const withSubject = (subject: string, more: Partial<AutomationFacts['mail']> = {}) =>
  automationOf({ mail: { ...personal, subject, ...more } });

describe('automationOf (C4)', () => {
  it('takes a person for a person', () => {
    expect(automationOf({ mail: personal, envelopeSender: 'partner@example.net' })).toEqual({
      automatic: 'no',
    });
    expect(withHeader('auto-submitted', 'no')).toEqual({ automatic: 'no' });
    expect(withHeader('precedence', 'normal')).toEqual({ automatic: 'no' });
    expect(withHeader('x-auto-response-suppress', 'DR, RN, NRN')).toEqual({ automatic: 'no' });
  });

  it.each(['auto-replied', 'Auto-Replied; owner-email="x@example.org"', '(comment) auto-replied (vacation)'])(
    'reads Auto-Submitted: %s (RFC 3834)',
    (value) => {
      expect(withHeader('auto-submitted', value)).toEqual({
        automatic: 'yes',
        kind: 'auto-reply',
        because: 'auto-submitted',
      });
    },
  );

  it('tells a notification from an answer', () => {
    expect(withHeader('auto-submitted', 'auto-generated', { inReplyTo: [] })).toMatchObject({
      kind: 'notification',
    });
    expect(withHeader('auto-submitted', 'auto-replied')).toMatchObject({ kind: 'auto-reply' });
    // As ticket systems send what people have written in them.
    expect(withHeader('auto-submitted', 'auto-generated')).toMatchObject({ kind: 'notification' });
  });

  it.each(['Automatic reply: Question', 'Automatische Antwort: Frage', 'Automatikus válasz: Kérdés'])(
    'calls it an absence when the subject agrees: %s (X2)',
    (subject) => {
      expect(withHeader('auto-submitted', 'auto-generated', { subject })).toMatchObject({
        kind: 'out-of-office',
      });
    },
  );

  it.each([
    ['x-autoreply', 'yes', 'auto-reply', 'auto-reply-header'],
    ['x-autorespond', '', 'auto-reply', 'auto-reply-header'],
    ['precedence', 'auto_reply', 'auto-reply', 'precedence'],
    ['precedence', 'bulk', 'notification', 'precedence'],
    ['precedence', 'list', 'mailing-list', 'precedence'],
    ['list-id', '<partners.example.org>', 'mailing-list', 'list-header'],
    ['list-unsubscribe', '<https://example.org/u>', 'notification', 'list-header'],
    ['x-auto-response-suppress', 'OOF, AutoReply', 'notification', 'response-suppressed'],
    ['x-failed-recipients', 'someone@example.net', 'bounce', 'failed-recipients'],
    ['return-path', '< >', 'auto-reply', 'null-return-path'],
  ])('knows %s: %s', (name, value, kind, because) => {
    expect(withHeader(name, value)).toEqual({ automatic: 'yes', kind, because });
  });

  it('knows reports by their form', () => {
    const report = (reportType: string) =>
      automationOf({ mail: { ...personal, mediaType: { type: 'multipart/report', reportType } } });
    expect(report('delivery-status')).toMatchObject({ kind: 'bounce', because: 'delivery-report' });
    expect(report('disposition-notification')).toMatchObject({ kind: 'read-receipt' });
    expect(report('feedback-report')).toMatchObject({ kind: 'notification' });
  });

  it('knows the null return path, and believes the envelope more than the header', () => {
    expect(automationOf({ mail: personal, envelopeSender: '' })).toMatchObject({
      because: 'null-return-path',
    });
    expect(
      automationOf({
        mail: { ...personal, headers: [{ name: 'return-path', value: '<>' }] },
        envelopeSender: 'partner@example.net',
      }),
    ).toEqual({ automatic: 'no' });
    expect(
      automationOf({ mail: { ...personal, subject: 'Unzustellbar: Frage' }, envelopeSender: '' }),
    ).toMatchObject({ kind: 'bounce' });
  });

  it('knows those who only ever report', () => {
    for (const address of [
      'MAILER-DAEMON@example.org',
      'postmaster@example.org',
      'mailer-daemon+7f@example.org',
    ])
      expect(automationOf({ mail: { ...personal, from: [{ address, name: '' }] } })).toMatchObject({
        kind: 'bounce',
        because: 'daemon-sender',
      });
  });

  it('knows our own mail, so that nothing goes round', () => {
    expect(automationOf({ mail: personal, isOurs: (id) => id === '<1@example.net>' })).toEqual({
      automatic: 'yes',
      kind: 'own-mail',
      because: 'our-message-id',
    });
  });

  it('only doubts where the subject is the only sign (X2)', () => {
    for (const subject of [
      'Out of office',
      'Abwesenheitsnotiz: bis Montag',
      'Házon kívül',
      'Undeliverable: x',
    ])
      expect(withSubject(subject)).toEqual({ automatic: 'perhaps', because: 'subject' });
    expect(withSubject('Re: Automatic reply: Question')).toEqual({ automatic: 'no' });
    expect(withSubject('Vacation rental invoice')).toMatchObject({ automatic: 'perhaps' });
    expect(withSubject('x', { from: [{ address: 'no-reply@example.org', name: '' }] })).toEqual({
      automatic: 'perhaps',
      because: 'no-reply-sender',
    });
    expect(withSubject('x', { from: [{ address: 'noreplyservice@example.org', name: '' }] })).toEqual({
      automatic: 'no',
    });
  });
});
