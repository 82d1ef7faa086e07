import type { MailFiling, ReceivedMail } from '../../db/received-mail-store.js';
import { supportMailIdSchema, type SupportMailId } from '../../domain/identifiers.js';
import { deliveryStatusOf, type DeliveryStatus } from '../../domain/mail/delivery-status.js';
import { hasNullReturnPath } from '../../domain/mail/automatic-mail.js';
import type { InboundMail } from '../../domain/mail/inbound-mail.js';
import type { CaseMessageIds } from '../../domain/mail/references.js';
import type { CandidateCase } from '../../domain/mail/mail-destination.js';
import type { UndeliveredReporting } from '../support-mail/undelivered.js';

/**
 * What follows from a report of what became of a mail of ours (C5): a failure marks the case of the mail; what no program can
 * understand is read by somebody of the desk, lest a partner waits for a mail that never came. So is what a person may have written: who
 * hands on a report, or writes from an address that is a program's elsewhere.
 */
export type TakeDeliveryReport = (
  received: ReceivedMail,
  mail: InboundMail,
  about: CandidateCase | undefined,
) => Promise<MailFiling>;

export function createDeliveryReports({
  messageIds,
  undelivered,
}: {
  readonly messageIds?: Pick<CaseMessageIds, 'answered' | 'messageOf'> | undefined;
  readonly undelivered: UndeliveredReporting;
}): TakeDeliveryReport {
  /** The mail of ours that is reported about, by the Message-ID that we have signed. */
  function reportedMail(status: DeliveryStatus | undefined, mail: InboundMail): SupportMailId | undefined {
    const original = status?.originalMessageId;
    const message = original === undefined ? messageIds?.answered(mail) : messageIds?.messageOf(original);
    return supportMailIdSchema.safeParse(`sml_${message?.message ?? ''}`).data;
  }

  return async (received, mail, about) => {
    const status = deliveryStatusOf(mail);
    const mailId = reportedMail(status, mail);
    const known = about === undefined ? {} : { caseId: about.caseId, accountId: about.accountId };
    const forDesk = { state: 'review', why: 'bounce', ...known } as const;
    const done = isSurelyReport(received, mail, status)
      ? ({ ...forDesk, state: 'dropped-as-automatic' } as const)
      : forDesk;
    const failure = status?.recipients.find(({ outcome }) => outcome.startsWith('failed'));
    if (status !== undefined && failure === undefined) return done;
    if (failure === undefined || mailId === undefined) {
      const isOfUs = about !== undefined || mailId !== undefined;
      return isOfUs ? forDesk : done;
    }
    const { diagnostic } = failure;
    await undelivered.report(mailId, {
      why: 'bounced',
      at: received.receivedAt,
      ...(diagnostic === '' ? {} : { diagnostic }),
    });
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
