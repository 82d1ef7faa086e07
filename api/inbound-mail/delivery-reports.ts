import type { MailFiling, ReceivedMail } from '../../db/received-mail-store.js';
import { supportMailIdSchema, type SupportMailId } from '../../domain/identifiers.js';
import { deliveryStatusOf, type DeliveryStatus } from '../../domain/mail/delivery-status.js';
import { hasNullReturnPath } from '../../domain/mail/automatic-mail.js';
import type { InboundMail } from '../../domain/mail/inbound-mail.js';
import type { CandidateCase } from '../../domain/mail/mail-destination.js';
import type { ReportMailIdentity } from '../../domain/mail/report-mail-identity.js';
import type { SupportMailIdentity } from '../../domain/mail/support-mail-identity.js';
import type { ReportUndelivered } from '../reports/report-undelivered.js';
import type { UndeliveredReporting } from '../support-mail/undelivered.js';

/**
 * What follows from a report of what became of a mail of ours (C5, R3): a failure marks the case, also where nothing tells which mail of
 * the case it was; what no program can understand is read by somebody of the desk, lest a partner waits for a mail that never came.
 * So is what a person may have written: who hands on a report, or writes from an address that is a program's elsewhere.
 */
export type TakeDeliveryReport = (
  received: ReceivedMail,
  mail: InboundMail,
  about: CandidateCase | undefined,
) => Promise<MailFiling>;

export function createDeliveryReports({
  identity,
  undelivered,
  reports,
}: {
  readonly identity?: SupportMailIdentity | undefined;
  readonly undelivered: UndeliveredReporting;
  /** Reports that were sent by mail. */
  readonly reports: {
    readonly identity: ReportMailIdentity | undefined;
    readonly undelivered: ReportUndelivered;
  };
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
    const { envelope } = received;
    const reportId = reports.identity?.returned({ ...mail, envelope }, status?.originalMessageId);
    const known = about === undefined ? {} : { caseId: about.caseId, accountId: about.accountId };
    const forDesk = { state: 'review', why: 'bounce', ...known } as const;
    const done = isSurelyReport(received, mail, status)
      ? ({ ...forDesk, state: 'dropped-as-automatic' } as const)
      : forDesk;
    const failure = status?.recipients.find(({ outcome }) => outcome.startsWith('failed'));
    if (failure === undefined) {
      const isOfUs = [about, mailId, reportId].some((each) => each !== undefined);
      return status === undefined && isOfUs ? forDesk : done;
    }
    const { diagnostic } = failure;
    const said = { at: received.receivedAt, ...(diagnostic === '' ? {} : { diagnostic }) };
    if (reportId !== undefined) await reports.undelivered(reportId, { why: 'bounced', ...said });
    else if (mailId !== undefined) await undelivered.report(mailId, { why: 'bounced', ...said });
    else if (about !== undefined)
      await undelivered.reportUnknown(about.caseId, { receivedMailId: received.id, ...said });
    return done;
  };
}

/** What nobody is told the fate of, or what is a report as a whole (RFC 6522) that a program can read, no person has written. */
function isSurelyReport(
  { envelope }: ReceivedMail,
  mail: InboundMail,
  status: DeliveryStatus | undefined,
): boolean {
  const isReadable = status !== undefined && mail.mediaType.type === 'multipart/report';
  return isReadable || hasNullReturnPath(mail, envelope.sender);
}
