import type { MailFiling, ReceivedMail } from '../../db/received-mail-store.js';
import { supportMailIdSchema, type SupportMailId } from '../../domain/identifiers.js';
import { deliveryStatusOf, type DeliveryStatus } from '../../domain/mail/delivery-status.js';
import type { InboundMail } from '../../domain/mail/inbound-mail.js';
import type { CandidateCase } from '../../domain/mail/mail-destination.js';
import type { SupportMailIdentity } from '../../domain/mail/support-mail-identity.js';
import type { UndeliveredReporting } from '../support-mail/undelivered.js';

/**
 * What follows from a report of what became of a mail of ours (C5): a failure marks the case, also where nothing tells which mail of
 * the case it was; what no program can understand is read by somebody of the desk, lest a partner waits for a mail that never came.
 */
export type TakeDeliveryReport = (
  received: ReceivedMail,
  mail: InboundMail,
  about: CandidateCase | undefined,
) => Promise<MailFiling>;

export function createDeliveryReports({
  identity,
  undelivered,
}: {
  readonly identity?: SupportMailIdentity | undefined;
  readonly undelivered: UndeliveredReporting;
}): TakeDeliveryReport {
  /** The mail of ours that is reported about: by its Message-ID, or where servers have given it another one, by its way back. */
  function reportedMail(
    { envelope }: ReceivedMail,
    status: DeliveryStatus | undefined,
    mail: InboundMail,
  ): SupportMailId | undefined {
    if (identity === undefined) return undefined;
    const { messageIds, replyAddresses } = identity;
    const original = status?.originalMessageId;
    const named = original === undefined ? messageIds.answered(mail) : messageIds.messageOf(original);
    const message = named ?? replyAddresses.messageReturned(mail, envelope);
    return supportMailIdSchema.safeParse(`sml_${message?.message ?? ''}`).data;
  }

  return async (received, mail, about) => {
    const status = deliveryStatusOf(mail);
    const mailId = reportedMail(received, status, mail);
    const known = about === undefined ? {} : { caseId: about.caseId, accountId: about.accountId };
    const done = { state: 'dropped-as-automatic', why: 'bounce', ...known } as const;
    const failure = status?.recipients.find(({ outcome }) => outcome.startsWith('failed'));
    if (failure === undefined) {
      const isOfUs = about !== undefined || mailId !== undefined;
      return status === undefined && isOfUs ? { ...done, state: 'review' } : done;
    }
    const { diagnostic } = failure;
    const said = { at: received.receivedAt, ...(diagnostic === '' ? {} : { diagnostic }) };
    if (mailId !== undefined) await undelivered.report(mailId, { why: 'bounced', ...said });
    else if (about !== undefined)
      await undelivered.reportUnknown(about.caseId, { receivedMailId: received.id, ...said });
    return done;
  };
}
