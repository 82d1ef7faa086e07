import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { computingMilliseconds } from '../../test/computing-time.js';
import { deliveryStatusOf, readDeliveryStatus } from './delivery-status.js';
import type { MailAttachment } from './inbound-mail.js';

function part(declaredType: string, text: string): MailAttachment {
  const bytes = new TextEncoder().encode(text);
  return {
    name: 'attachment-1',
    sizeBytes: bytes.length,
    declaredType,
    typeByContent: 'text/plain',
    isInline: false,
    contentId: undefined,
    content: { kept: 'yes', bytes },
  };
}
const nobody = {
  headers: [],
  attachments: [],
  body: { text: '', madeFrom: 'nothing', isCut: false },
} as const;

describe('readDeliveryStatus', () => {
  it('reads each recipient, not the group about the mail itself', () => {
    expect(
      readDeliveryStatus(
        [
          'Reporting-MTA: dns; mail.example.org',
          'Arrival-Date: Mon, 2 Mar 2026 10:00:00 +0100',
          '',
          'Final-Recipient: rfc822; Gone@example.net',
          'Action: failed',
          'Status: 5.1.1',
          'Diagnostic-Code: smtp; 550 5.1.1 <gone@example.net>:',
          '    no such user',
          '',
          'Final-Recipient: RFC822;full@example.net',
          'Action: failed (gave up)',
          'Status: 4.2.2 (mailbox full)',
          '',
          'Final-Recipient: rfc822; slow@example.net',
          'Action: delayed',
          'Status: 4.4.1',
          '',
          'Final-Recipient: rfc822; fine@example.net',
          'Action: delivered',
          'Status: 2.0.0',
        ].join('\r\n'),
      ),
    ).toEqual([
      {
        recipient: 'gone@example.net',
        outcome: 'failed-permanently',
        status: '5.1.1',
        diagnostic: '550 5.1.1 <gone@example.net>: no such user',
      },
      { recipient: 'full@example.net', outcome: 'failed-temporarily', status: '4.2.2', diagnostic: '' },
      { recipient: 'slow@example.net', outcome: 'delayed', status: '4.4.1', diagnostic: '' },
      { recipient: 'fine@example.net', outcome: 'delivered', status: '2.0.0', diagnostic: '' },
    ]);
  });

  it('names the address that we had written to, when the mail was forwarded', () => {
    expect(
      readDeliveryStatus(
        'Original-Recipient: rfc822;alias@example.net\nFinal-Recipient: rfc822;real@example.com\nAction: failed\nStatus: 5.7.1',
      ),
    ).toMatchObject([{ recipient: 'alias@example.net' }]);
  });

  it('finds the status in the words when its field is missing', () => {
    expect(
      readDeliveryStatus(
        'Final-Recipient: rfc822; a@example.net\nDiagnostic-Code: smtp; 452 4.2.2 over quota',
      ),
    ).toMatchObject([{ status: '4.2.2', outcome: 'failed-temporarily' }]);
  });

  it('bears anything', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2000 }), (report) => {
        expect(Array.isArray(readDeliveryStatus(`Final-Recipient: ${report}`))).toBe(true);
      }),
    );
  });
});

describe('deliveryStatusOf', () => {
  const status = part(
    'message/delivery-status',
    'Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@example.net\nAction: failed\nStatus: 5.1.1\n',
  );

  it.each(['message/rfc822', 'text/rfc822-headers', 'message/global-headers'])(
    'finds our Message-ID in the returned %s',
    (type) => {
      const returned = part(
        type,
        'Subject: x\r\nMessage-ID:\r\n <ours@desk.example.org>\r\n\r\nMessage-ID: <not@this>',
      );
      expect(deliveryStatusOf({ ...nobody, attachments: [status, returned] })).toMatchObject({
        recipients: [{ recipient: 'a@example.net' }],
        originalMessageId: '<ours@desk.example.org>',
      });
    },
  );

  it('says nothing about a mail that is no report', () => {
    expect(deliveryStatusOf(nobody)).toBeUndefined();
    expect(
      deliveryStatusOf({
        ...nobody,
        body: { text: '<a@example.net>:\nis my address', madeFrom: 'text', isCut: false },
      }),
    ).toBeUndefined();
  });

  it.each(['-', '-- ', '--\n', '-copy of', '\n-\n', ' \n', '<a@b>:\n\n', 'Hi. This is the \n'])(
    'takes time in proportion to a text that is made of %j (C4)',
    (piece) => {
      const text = piece.repeat(200_000 / piece.length);
      const mail = { ...nobody, body: { text, madeFrom: 'text', isCut: false } } as const;
      // Of the processor. What grows with the square takes minutes here.
      expect(computingMilliseconds(() => deliveryStatusOf(mail))).toBeLessThan(2000);
    },
  );

  it('finds the marker of a copy, but in no line that nobody would write one in (C4)', () => {
    const headers = [{ name: 'x-failed-recipients', value: 'a@example.net' }];
    const below = (marker: string) =>
      deliveryStatusOf({
        ...nobody,
        headers,
        body: { text: `Failed.\n${marker}\nMessage-ID: <ours@x>\n`, madeFrom: 'text', isCut: false },
      })?.originalMessageId;
    expect(below('------ This is a copy of the message, including all the headers. ------')).toBe('<ours@x>');
    expect(below('--- Below this line is a copy of the message.')).toBe('<ours@x>');
    expect(below('A copy of the message')).toBeUndefined();
    expect(below(`--${' '.repeat(300)}copy of the message`)).toBeUndefined();
  });
});
