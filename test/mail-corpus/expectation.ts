import type { Automation } from '../../domain/mail/automatic-mail.js';
import type { DeliveryOutcome } from '../../domain/mail/delivery-status.js';
import type { MailBody, UnreadableMail } from '../../domain/mail/inbound-mail.js';

/** What has to be understood of a mail of the corpus. */
export type Expectation = UnreadableExpectation | ReadableExpectation;

export interface UnreadableExpectation {
  readonly file: string;
  readonly parsed: 'no';
  readonly why: UnreadableMail;
}

/** What is left out holds for most mails of the corpus: see `usual` in the test. */
export interface ReadableExpectation {
  readonly file: string;
  readonly parsed: 'yes';
  readonly subject: string;
  readonly fresh: string;
  /** Pieces of what is folded; nothing is folded when there are none. */
  readonly folded?: readonly string[];
  readonly madeFrom?: MailBody['madeFrom'];
  /** Addresses; undefined: whatever was made of what nobody can read. */
  readonly from?: readonly string[] | undefined;
  readonly to?: readonly string[];
  /** Undefined: there is none. */
  readonly messageId?: string | undefined;
  readonly sentAt?: undefined;
  readonly envelopeSender?: string;
  readonly automation?: Automation;
  readonly attachments?: readonly ExpectedAttachment[];
  readonly attachmentsLeftOut?: number;
  readonly delivery?: {
    readonly recipients: readonly (readonly [recipient: string, outcome: DeliveryOutcome, status: string])[];
    readonly originalMessageId: string | undefined;
  };
  /** How the mail is known to belong to the corpus' case. */
  readonly matched?: { readonly by: 'address' } | { readonly by: 'references'; readonly message: string };
  /** The case numbers that it names. */
  readonly quoted?: readonly string[];
}

export type ExpectedAttachment = readonly [
  name: string,
  declaredType: string,
  typeByContent: string,
  where?: 'inline',
];
