import type { MailFiling, ReceivedMail } from '../../db/received-mail-store.js';
import { supportMailIdSchema, type SupportMailId } from '../../domain/identifiers.js';
import { deliveryStatusOf, type DeliveryStatus } from '../../domain/mail/delivery-status.js';
import type { InboundMail } from '../../domain/mail/inbound-mail.js';
import type { CaseMessageIds } from '../../domain/mail/references.js';
import type { CandidateCase } from '../../domain/mail/mail-destination.js';
import type { UndeliveredReporting } from '../support-mail/undelivered.js';

/**
 * What follows from a report of what became of a mail of ours (C5): a failure marks the case of the mail; what no program can
 * understand is read by somebody of the desk, lest a partner waits for a mail that never came.
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
    const done = { state: 'dropped-as-automatic', why: 'bounce', ...known } as const;
    const failure = status?.recipients.find(({ outcome }) => outcome.startsWith('failed'));
    if (status !== undefined && failure === undefined) return done;
    if (failure === undefined || mailId === undefined) {
      const isOfUs = about !== undefined || mailId !== undefined;
      return isOfUs ? { ...done, state: 'review' } : done;
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
