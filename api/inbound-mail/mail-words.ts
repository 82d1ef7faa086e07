import type { AttachmentStore } from '../../db/attachment-store.js';
import type { ReceivedMail } from '../../db/received-mail-store.js';
import type { LeftOut, LeftOutFile, SupportAttachment } from '../../db/support-store.js';
import type { AccountId } from '../../domain/identifiers.js';
import type { InboundMail } from '../../domain/mail/inbound-mail.js';
import { foldQuotedText } from '../../domain/mail/quoted-text.js';
import type { Scope } from '../../domain/scope.js';
import { isAcceptedAttachment } from '../../domain/support-case/attachment-rules.js';
import type { FirstWords } from '../support/case-opening.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';
import { senderOf } from './mail-facts.js';
import { originalOf } from './mail-repetition.js';

interface TakenFiles {
  readonly attachments: readonly SupportAttachment[];
  readonly leftOut?: LeftOut;
}

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
    received: ReceivedMail,
    { attachments: files, attachmentsLeftOut: more }: InboundMail,
    accountId: AccountId,
  ): Promise<TakenFiles> {
    const kept: SupportAttachment[] = [];
    const left: LeftOutFile[] = [];
    for (const [index, { name, sizeBytes, typeByContent: mediaType, content }] of files.entries()) {
      if (content.kept === 'no') {
        left.push({ index, name, sizeBytes, why: content.why });
        continue;
      }
      if (!isAcceptedAttachment(mediaType)) {
        left.push({ index, name, sizeBytes, why: 'program' });
        continue;
      }
      const { bytes } = content;
      const file = {
        id: derivedIdentifier('att', originalOf(received), accountId, String(index)),
        ...{ name, mediaType, sizeBytes: bytes.length },
      };
      await attachments.put(scope, { ...file, accountId, storedAt: received.receivedAt }, bytes);
      kept.push(file);
    }
    return {
      attachments: kept,
      ...(left.length + more === 0 ? {} : { leftOut: { files: left, more } }),
    };
  }

  return async (scope, received, mail, accountId) => {
    const { subject, body } = mail;
    const { fresh, folded } = foldQuotedText(body.text, { subject });
    const sender = senderOf(mail);
    return {
      // A mail may be nothing but its subject, or a file.
      text: fresh === '' ? subject : fresh,
      ...(folded === '' ? {} : { quoted: folded }),
      ...(body.isCut ? { isCut: true } : {}),
      ...(await keepFiles(scope, received, mail, accountId)),
      channel: 'mail',
      receivedMailId: received.id,
      ...(sender === undefined ? {} : { sender }),
    };
  };
}
