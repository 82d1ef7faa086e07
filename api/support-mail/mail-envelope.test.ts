import { describe, expect, it } from '@jest/globals';
import { supportMailIdentity } from '../../composition/support-mail.js';
import type { ReceivedMail } from '../../db/received-mail-store.js';
import type { AcceptedMessage, SupportMail } from '../../db/store.js';
import { createMailEnvelopes, type MailEnvelopeDependencies } from './mail-envelope.js';

const identity = supportMailIdentity({
  SUPPORT_MAILBOX: 'support@beistand.example',
  BEISTAND_KEY: new Uint8Array(32),
  BEISTAND_FORMER_KEYS: [],
});
const caseId = 'sup_case0001';
const userId = 'usr_partner1';

function news(sequence: number, id: SupportMail['id']): SupportMail {
  return {
    ...{ id, caseId, accountId: 'acc_partner1', state: 'sent', createdAt: new Date(), tries: 1 },
    to: { is: 'user', userId },
    about: { is: 'news', sequence },
  };
}

const message: AcceptedMessage = {
  ...{ id: 'msg_bymail01', caseId, accountId: 'acc_partner1', channel: 'mail', sequence: 5 },
  by: { by: 'partner', userId },
  at: new Date(),
  text: 'By mail.',
  attachments: [],
  receivedMailId: 'mai_received1',
};
const received: ReceivedMail = {
  ...{
    id: 'mai_received1',
    envelope: { recipients: [] },
    sizeBytes: 1,
    via: 'smtp',
    state: 'filed',
    tries: 1,
  },
  receivedAt: new Date(),
  head: { from: 'anna@example.org', subject: 'Re: Payout', messageId: '<annas@example.org>' },
};

/** Of somebody who got mails about the second and the seventh entry, and whose mail became the fifth. */
function envelopes(of: Partial<MailEnvelopeDependencies> = {}) {
  const earlier = [news(2, 'sml_second01'), news(7, 'sml_seventh1')];
  return createMailEnvelopes({
    store: {
      supportMails: { sentBefore: () => Promise.resolve(earlier) },
      supportMessages: { lastMailBy: () => Promise.resolve(message) },
      receivedMails: { find: () => Promise.resolve(received) },
    },
    identity,
    ...of,
  });
}
const nameOf = (letters: string) => identity?.messageIds.messageIdFor({ caseId, message: letters });

describe('headers of mails about a support case (C5)', () => {
  const mail = news(9, 'sml_ninth001');

  it('put it into one conversation with what the same person got and sent before (C4)', async () => {
    const { thread, messageId } = await envelopes().ofNews(mail, { side: 'partner', userId }, 9);
    expect(messageId).toBe(nameOf('ninth001'));
    expect(thread).toEqual({
      inReplyTo: nameOf('seventh1'),
      references: [nameOf('thread'), nameOf('second01'), '<annas@example.org>', nameOf('seventh1')],
    });
  });

  it('have answers of partners come to the case, those of the desk nowhere, and bounces of both', async () => {
    const toPartner = await envelopes().ofNews(mail, { side: 'partner', userId }, 9);
    const toDesk = await envelopes().ofNews(mail, { side: 'desk', owner: 'reader', userId }, 9);
    const { replyTo = '' } = toPartner;
    expect(identity?.replyAddresses.caseOf(replyTo)).toBe(caseId);
    expect(toDesk.replyTo).toBeUndefined();
    for (const { returnPath = '' } of [toPartner, toDesk]) {
      const returned = { deliveredTo: [], to: [{ address: returnPath, name: '' }], cc: [] };
      const message = { caseId, message: 'ninth001' };
      expect(identity?.replyAddresses.messageReturned(returned)).toEqual(message);
    }
  });

  it('are the usual ones where there is no mailbox for support cases', async () => {
    const without = envelopes({ identity: undefined });
    expect(await without.ofNews(mail, { side: 'partner', userId }, 9)).toEqual({});
    expect(without.ofAnswer(mail, undefined)).toEqual({ automatic: 'auto-replied' });
  });

  it('say of the answer to a closed case that it answers one mail, and nothing of the conversation (C6)', () => {
    const answer = envelopes().ofAnswer(mail, '<theirs@example.org>');
    expect(answer).toMatchObject({
      automatic: 'auto-replied',
      thread: { inReplyTo: '<theirs@example.org>', references: ['<theirs@example.org>'] },
    });
  });
});
