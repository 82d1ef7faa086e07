import PostalMime, { addressParser, decodeWords } from 'postal-mime';
import type { Attachment, Email } from 'postal-mime';
import { safeAttachmentName } from '../../../domain/mail/attachment-name.js';
import { cleanHeader, cleanText, cut, messageIdsOf } from '../../../domain/mail/header-text.js';
import type {
  InboundMail,
  MailAddress,
  MailAttachment,
  MailBody,
  MailHeader,
  MailParsing,
  MediaType,
} from '../../../domain/mail/inbound-mail.js';
import { textOfHtml } from './html-text.js';
import { asMeantText } from './mislabelled-text.js';
import { typeByContent } from './type-by-content.js';
import { isBearable } from './workload.js';

export interface MailLimits {
  /** Of the mail as it came. */
  readonly mostBytes: number;
  readonly mostTextCharacters: number;
  readonly mostAttachments: number;
  /** Of one attachment, decoded; a larger one is listed without its content. */
  readonly mostAttachmentBytes: number;
}

/** What large mail hosts accept: 25 MB of files, a third more as base64, and some text. */
export const usualMailLimits: MailLimits = {
  mostBytes: 36 * 1024 * 1024,
  mostTextCharacters: 200_000,
  mostAttachments: 100,
  mostAttachmentBytes: 25 * 1024 * 1024,
};

const workloadLimits = { mostShortLines: 100_000, mostPaddings: 100_000 };
const mostHeadersBytes = 512 * 1024;
const mostNesting = 50;
const mostHeaders = 500;
const mostHeaderCharacters = 2000;
const mostReferencesCharacters = 64 * 1024;
const mostAddresses = 200;

/**
 * Reads a raw mail (RFC 5322, MIME). Never throws and never rejects: what cannot be read is told as such, for its receiver
 * to keep and list.
 */
export async function parseMail(
  bytes: Uint8Array,
  limits: MailLimits = usualMailLimits,
): Promise<MailParsing> {
  if (bytes.length === 0) return { parsed: 'no', why: 'empty' };
  if (bytes.length > limits.mostBytes) return { parsed: 'no', why: 'too-large' };
  if (!isBearable(bytes, workloadLimits)) return { parsed: 'no', why: 'too-complex' };
  try {
    const email = await PostalMime.parse(bytes, {
      // A forwarded mail stays a file: its text is not the sender's, and its depth not ours to follow.
      forceRfc822Attachments: true,
      maxNestingDepth: mostNesting,
      maxHeadersSize: mostHeadersBytes,
    });
    if (!isMail(email)) return { parsed: 'no', why: 'no-mail' };
    return { parsed: 'yes', mail: await mailOf(email, limits) };
  } catch (error) {
    const isLimit = error instanceof Error && error.message.startsWith('Maximum ');
    return { parsed: 'no', why: isLimit ? 'too-complex' : 'malformed' };
  }
}

const telling = [
  'from',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'received',
  'return-path',
  'mime-version',
  'content-type',
];

function isMail({ headers }: Email): boolean {
  return headers.some(({ key, value }) => telling.includes(key) && value !== '');
}

async function mailOf(email: Email, limits: MailLimits): Promise<InboundMail> {
  const first = (name: string) => email.headers.find(({ key }) => key === name)?.value;
  const identifiers = (name: string) => identifiersIn(first(name) ?? '');
  const attachments = email.attachments.slice(0, limits.mostAttachments);
  return {
    messageId: identifiers('message-id')[0],
    inReplyTo: identifiers('in-reply-to'),
    references: identifiers('references'),
    from: addressesIn(email, ['from']),
    to: addressesIn(email, ['to']),
    cc: addressesIn(email, ['cc']),
    replyTo: addressesIn(email, ['reply-to']),
    deliveredTo: addressesIn(email, ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to']).map(
      ({ address }) => address,
    ),
    subject: cleanHeader(decodeWords(first('subject') ?? ''), mostHeaderCharacters),
    sentAt: dateOf(first('date')),
    mediaType: mediaTypeOf(first('content-type') ?? 'text/plain'),
    headers: headersOf(email),
    body: bodyOf(email, limits),
    attachments: await Promise.all(
      attachments.map((attachment, index) => attachmentOf(attachment, index, limits)),
    ),
    attachmentsLeftOut: email.attachments.length - attachments.length,
  };
}

function identifiersIn(value: string): readonly string[] {
  // The last ones are the nearest.
  const nearest = decodeWords(value.slice(-mostReferencesCharacters));
  return messageIdsOf(cleanHeader(nearest, mostReferencesCharacters));
}

/** All headers of these names together, so that a second From cannot hide behind the first. */
function addressesIn({ headers }: Email, names: readonly string[]): readonly MailAddress[] {
  return headers
    .filter(({ key }) => names.includes(key))
    .flatMap(({ value }) => addressParser(value.slice(0, mostReferencesCharacters), { flatten: true }))
    .flatMap(({ address, name }) => {
      const cleaned = cleanHeader(address ?? '', 320);
      return isAddress(cleaned) ? [{ address: cleaned, name: cleanHeader(name, 200) }] : [];
    })
    .slice(0, mostAddresses);
}

/** RFC 5321, 4.5.3.1: 64 octets, `@`, 255 octets. */
function isAddress(address: string): boolean {
  return address.length <= 320 && /^[^\s@<>"]{1,64}@[^\s@<>",;]{1,255}$/.test(address);
}

function dateOf(value: string | undefined): Date | undefined {
  const date = new Date((value ?? '').slice(0, 200));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function mediaTypeOf(value: string): MediaType {
  const cleaned = cleanHeader(value, mostHeaderCharacters).toLowerCase();
  const [type = ''] = cleaned.split(/[\s;(]/, 1);
  const reportType = /;\s*report-type\s*=\s*"?([a-z0-9-]{1,60})/.exec(cleaned)?.[1];
  return { type, reportType };
}

function headersOf({ headers }: Email): readonly MailHeader[] {
  return headers.slice(0, mostHeaders).flatMap(({ key, value }) => {
    const name = cleanHeader(key, 100);
    const decoded = decodeWords(value.slice(0, mostHeaderCharacters * 4));
    return name === '' ? [] : [{ name, value: cleanHeader(decoded, mostHeaderCharacters) }];
  });
}

function bodyOf({ text = '', html = '' }: Email, limits: MailLimits): MailBody {
  const written = cleanText(asMeantText(text));
  // Some programs send an empty text beside their HTML.
  if (written.trim() !== '') return bodyFrom(written, 'text', limits);
  const made = html === '' ? '' : cleanText(textOfHtml(asMeantText(html)));
  return bodyFrom(made, made.trim() === '' ? 'nothing' : 'html', limits);
}

function bodyFrom(
  whole: string,
  madeFrom: MailBody['madeFrom'],
  { mostTextCharacters }: MailLimits,
): MailBody {
  return {
    text: cut(whole, mostTextCharacters).trimEnd(),
    madeFrom,
    isCut: whole.length > mostTextCharacters,
  };
}

async function attachmentOf(
  attachment: Attachment,
  index: number,
  { mostAttachmentBytes }: MailLimits,
): Promise<MailAttachment> {
  const bytes = bytesOf(attachment.content);
  const contentId = cleanHeader(attachment.contentId ?? '', 200).replace(/^<|>$/g, '');
  return {
    name: safeAttachmentName(attachment.filename ?? attachment.description, fallbackName(attachment, index)),
    sizeBytes: bytes.length,
    declaredType: cleanHeader(attachment.mimeType, 100).toLowerCase(),
    typeByContent: await typeByContent(bytes),
    isInline: attachment.disposition === 'inline' || (attachment.related === true && contentId !== ''),
    contentId: contentId === '' ? undefined : contentId,
    content: bytes.length > mostAttachmentBytes ? { kept: 'no', why: 'too-large' } : { kept: 'yes', bytes },
  };
}

function fallbackName({ mimeType }: Attachment, index: number): string {
  return mimeType === 'message/rfc822' ? `mail-${index + 1}.eml` : `attachment-${index + 1}`;
}

function bytesOf(content: Attachment['content']): Uint8Array {
  if (typeof content === 'string') return new TextEncoder().encode(content);
  return content instanceof Uint8Array ? content : new Uint8Array(content);
}
