import type { AttachmentStore } from '../../db/attachment-store.js';
import type { ReceivedMail } from '../../db/received-mail-store.js';
import type { SupportAttachment } from '../../db/support-store.js';
import type { AccountId } from '../../domain/identifiers.js';
import type { InboundMail } from '../../domain/mail/inbound-mail.js';
import { foldQuotedText } from '../../domain/mail/quoted-text.js';
import type { Scope } from '../../domain/scope.js';
import { isAcceptedAttachment } from '../../domain/support-case/attachment-rules.js';
import type { FirstWords } from '../support/case-opening.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';
import { senderOf } from './mail-facts.js';

/** What a case takes over of a mail; its files are kept for the account, the same ones whoever repeats it. */
export type MailWords = (
  scope: Scope,
  received: ReceivedMail,
  mail: InboundMail,
  accountId: AccountId,
) => Promise<FirstWords>;

export function createMailWords(attachments: Pick<AttachmentStore, 'put'>): MailWords {
  /** Programs stay with the mail, as what is too large to be taken out of it. */
  async function keepFiles(
    scope: Scope,
    { id, receivedAt }: ReceivedMail,
    { attachments: files }: InboundMail,
    accountId: AccountId,
  ): Promise<readonly SupportAttachment[]> {
    const kept: SupportAttachment[] = [];
    for (const [index, { name, typeByContent: mediaType, content }] of files.entries()) {
      if (content.kept === 'no' || !isAcceptedAttachment(mediaType)) continue;
      const { bytes } = content;
      const file = {
        id: derivedIdentifier('att', id, accountId, String(index)),
        ...{ name, mediaType, sizeBytes: bytes.length },
      };
      await attachments.put(scope, { ...file, accountId, storedAt: receivedAt }, bytes);
      kept.push(file);
    }
    return kept;
  }

  return async (scope, received, mail, accountId) => {
    const { subject, body } = mail;
    const { fresh, folded } = foldQuotedText(body.text, { subject });
    const sender = senderOf(mail);
    return {
      // A mail may be nothing but its subject, or a file.
      text: fresh === '' ? subject : fresh,
      ...(folded === '' ? {} : { quoted: folded }),
      attachments: await keepFiles(scope, received, mail, accountId),
      channel: 'mail',
      receivedMailId: received.id,
      ...(sender === undefined ? {} : { sender }),
    };
  };
}
