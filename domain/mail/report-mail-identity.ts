import { reportMailIdSchema, type ReportMailId } from '../identifiers.js';
import type { InboundMail, MailEnvelope } from './inbound-mail.js';
import type { MailKeys } from './mac.js';
import { createCaseMessageIds } from './references.js';
import { createReplyAddresses } from './reply-address.js';
import type { SupportMailbox } from './support-mailbox.js';

/** By what a report that was sent by mail is known again when it comes back (R3). */
export interface ReportMailIdentity {
  messageIdFor(id: ReportMailId): string;
  /** Where mail servers report what becomes of it. */
  returnPathFor(id: ReportMailId): string;
  /**
   * The mail that has come back.
   *
   * @param originalMessageId of the mail that a report of a delivery is about, where it tells that.
   */
  returned(mail: Returned, originalMessageId: string | undefined): ReportMailId | undefined;
}

type Returned = Pick<InboundMail, 'deliveredTo' | 'to' | 'cc' | 'inReplyTo' | 'references'> & {
  readonly envelope: Pick<MailEnvelope, 'recipients'>;
};

/** Stands for the mail itself, where mails about cases name one of many. */
const message = 'report';

/** @param options `keys`: others than those of mails about support cases, so that neither is believed in place of the other. */
export function createReportMailIdentity(
  options: SupportMailbox & { readonly keys: MailKeys },
): ReportMailIdentity {
  const idPrefix = 'rml';
  const addresses = createReplyAddresses({ ...options, idPrefix });
  const messageIds = createCaseMessageIds({ ...options, idPrefix });
  return {
    messageIdFor: (id) => messageIds.messageIdFor({ caseId: id, message }),
    returnPathFor: (id) => addresses.addressFor(id),
    returned({ envelope, ...mail }, originalMessageId) {
      const named =
        originalMessageId === undefined ? messageIds.answered(mail) : messageIds.messageOf(originalMessageId);
      const id = named?.caseId ?? addresses.casesAddressed(mail, envelope)[0];
      return reportMailIdSchema.safeParse(id).data;
    },
  };
}
