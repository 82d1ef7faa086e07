/**
 * A mail that came in, as far as its own bytes tell: nothing here is proven, since everybody can write every header.
 * The envelope (RFC 5321) is told by the receiver and stands apart.
 *
 * All texts are cleaned: decoded, on one line where they are headers, without control characters, cut at a limit. The
 * bytes as they came are kept by whoever received them.
 */
export interface InboundMail {
  /** With angle brackets, as written; undefined when there is none that is usable. */
  readonly messageId: string | undefined;
  readonly inReplyTo: readonly string[];
  /** Oldest first. */
  readonly references: readonly string[];
  /** Of all From headers together: more than one address is a mail whose sender is not to be believed. */
  readonly from: readonly MailAddress[];
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly replyTo: readonly MailAddress[];
  /** Addresses that servers on the way have noted: Delivered-To, X-Original-To, Envelope-To. */
  readonly deliveredTo: readonly string[];
  readonly subject: string;
  /** What the sender's clock said; undefined when it cannot be read. */
  readonly sentAt: Date | undefined;
  readonly mediaType: MediaType;
  /** In their order, repeated ones too. */
  readonly headers: readonly MailHeader[];
  readonly body: MailBody;
  readonly attachments: readonly MailAttachment[];
  /** Attachments beyond the limit of their number, which are in the bytes only. */
  readonly attachmentsLeftOut: number;
}

export interface MailAddress {
  readonly address: string;
  /** Empty when there is none. */
  readonly name: string;
}

export interface MailHeader {
  /** In small letters. */
  readonly name: string;
  readonly value: string;
}

/** What the mail as a whole is declared to be. */
export interface MediaType {
  /** In small letters, e.g. `multipart/report`. */
  readonly type: string;
  /** The parameter `report-type` in small letters (RFC 6522). */
  readonly reportType: string | undefined;
}

export interface MailBody {
  readonly text: string;
  readonly madeFrom: 'text' | 'html' | 'nothing';
  /** The text was longer than the limit. */
  readonly isCut: boolean;
}

export interface MailAttachment {
  /** Safe as the name of a file; never empty. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly declaredType: string;
  /** What its bytes are, whatever was declared. */
  readonly typeByContent: string;
  /** Shown within the text, as a picture of a signature is. */
  readonly isInline: boolean;
  /** Without angle brackets. */
  readonly contentId: string | undefined;
  readonly content: AttachmentContent;
}

export type AttachmentContent =
  { readonly kept: 'yes'; readonly bytes: Uint8Array } | { readonly kept: 'no'; readonly why: 'too-large' };

/** Why a mail cannot be understood. It is kept and listed all the same. */
export type UnreadableMail =
  | 'empty'
  /** There is no header of a mail in it. */
  | 'no-mail'
  | 'too-large'
  /** Nested too deeply, too many lines, or headers beyond all measure: reading it would take too long. */
  | 'too-complex'
  | 'malformed';

export type MailParsing =
  | { readonly parsed: 'yes'; readonly mail: InboundMail }
  | { readonly parsed: 'no'; readonly why: UnreadableMail };

/** The envelope of RFC 5321, as the receiving server was told it. */
export interface MailEnvelope {
  /** Empty for the null return path of bounces. */
  readonly sender: string;
  readonly recipients: readonly string[];
}

/** The first value of a header, the one that counts; undefined when there is none. */
export function headerOf(mail: Pick<InboundMail, 'headers'>, name: string): string | undefined {
  return mail.headers.find((header) => header.name === name)?.value;
}

/** The part before the last `@`, in small letters. */
export function localPartOf(address: string): string {
  const at = address.lastIndexOf('@');
  return (at < 0 ? address : address.slice(0, at)).toLowerCase();
}
