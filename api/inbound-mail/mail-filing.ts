import type { AttachmentStore } from '../../db/attachment-store.js';
import type { ReceivedMail, ReceivedMailRepository } from '../../db/received-mail-store.js';
import type {
  AcceptedMessage,
  SupportAttachment,
  SupportCaseDocumentView,
  SupportMessage,
} from '../../db/support-store.js';
import { conflict } from '../../domain/errors.js';
import type { AccountId } from '../../domain/identifiers.js';
import type { InboundMail } from '../../domain/mail/inbound-mail.js';
import { foldQuotedText } from '../../domain/mail/quoted-text.js';
import type { Scope } from '../../domain/scope.js';
import { isAcceptedAttachment } from '../../domain/support-case/attachment-rules.js';
import { parseMail } from '../../providers/mail/inbound/parse-mail.js';
import type { MessageAdding } from '../support/message-adding.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';

/**
 * Puts a mail into a case, as a message of the partner by mail (C4): somebody of the desk has said that it belongs there. The message
 * first, then the mail: whoever is interrupted in between repeats it, and it stands there once.
 *
 * @throws DomainError `conflict` when the mail stands in another case, or no program can read it; SupportCaseClosedError.
 */
export type FileMail = (
  scope: Scope,
  mail: ReceivedMail,
  into: SupportCaseDocumentView,
) => Promise<AcceptedMessage>;

export function createMailFiling({
  receivedMails,
  attachments,
  adding,
}: {
  readonly receivedMails: Pick<ReceivedMailRepository, 'bytes' | 'settle'>;
  readonly attachments: Pick<AttachmentStore, 'put'>;
  readonly adding: MessageAdding;
}): FileMail {
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

  return async (scope, mail, into) => {
    const { id: caseId, accountId } = into.opening;
    if (mail.state === 'filed' && mail.caseId !== caseId) throw conflict('The mail stands in another case.');
    const parsing = await parseMail(await receivedMails.bytes(mail));
    if (parsing.parsed === 'no') throw conflict('No program can read this mail.');
    const { subject, body } = parsing.mail;
    const { fresh, folded } = foldQuotedText(body.text, { subject });
    const message: SupportMessage = {
      id: derivedIdentifier('msg', 'mail', mail.id, caseId),
      ...{ caseId, accountId, channel: 'mail', receivedMailId: mail.id },
      by: { by: 'partner' },
      at: mail.receivedAt,
      // A mail may be nothing but a quotation, or a file.
      text: fresh === '' ? subject : fresh,
      ...(folded === '' ? {} : { quoted: folded }),
      attachments: await keepFiles(scope, mail, parsing.mail, accountId),
    };
    const taken = await adding.add(scope, into, message);
    const { head } = mail;
    const filing = { state: 'filed', caseId, accountId, ...(head === undefined ? {} : { head }) } as const;
    await receivedMails.settle(mail.id, ['review', 'dropped-as-automatic', 'discarded', 'filed'], filing);
    return taken;
  };
}
