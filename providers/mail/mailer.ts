import { DomainError } from '../../domain/errors.js';

/** A mail that is ready to be sent: every mail has a text part (I11). */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where answers go; absent: to the sender. */
  readonly replyTo?: string;
  /** Where mail servers report what becomes of it (RFC 5321, 4.4); absent: to the sender. */
  readonly returnPath?: string;
  /** With angle brackets, the same for a repeated send; absent: one is made of the key. */
  readonly messageId?: string;
  /** Files that come with it; absent: none. */
  readonly attachments?: readonly MailAttachment[];
  /** By which mail programs put it into a conversation (RFC 5322, 3.6.4). What is no message identifier is left out. */
  readonly thread?: { readonly inReplyTo: string; readonly references: readonly string[] };
  /** What kind of automatic mail it is (RFC 3834, 5); absent: `auto-generated`. `auto-replied`: it answers one mail. */
  readonly automatic?: 'auto-generated' | 'auto-replied';
}

export interface MailAttachment {
  readonly name: string;
  readonly mediaType: string;
  readonly content: string | Uint8Array;
}

export type MailDelivery =
  | { readonly sent: true; readonly messageId: string }
  | {
      readonly sent: false;
      readonly why: 'address-refused' | 'provider-rejected';
      /** The SMTP reply by which it was refused, and to what; absent: the address is none, and nobody was asked. */
      readonly reply?: SmtpReply;
    };

/** What a mail server has replied, and to what, e.g. 550 to `RCPT TO`. */
export interface SmtpReply {
  readonly code: number;
  readonly command: string;
}

/** The mail server has answered that it cannot take a mail now (4xx). It is `unavailable`, like one that does not answer. */
export class MailDeferredError extends DomainError {
  constructor(
    readonly reply: SmtpReply,
    cause: Error,
  ) {
    super('unavailable', 'The mail server cannot take this mail at the moment; please repeat.', [], {
      cause,
    });
  }
}

/**
 * Sends mail. A repeated send of the same mail must carry the same `Message-ID`, its own or one given by `key`.
 *
 * @throws DomainError `unavailable`: it may work later; MailDeferredError where the server has said so itself.
 */
export interface Mailer {
  send(mail: Mail, key: string): Promise<MailDelivery>;
}
