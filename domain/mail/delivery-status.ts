import { cleanHeader, messageIdsOf } from './header-text.js';
import { headerOf, type InboundMail, type MailAttachment } from './inbound-mail.js';

/** What a server says about one recipient of a mail of ours. */
export interface RecipientReport {
  readonly recipient: string;
  readonly outcome: DeliveryOutcome;
  /** RFC 3463, e.g. `5.1.1`; undefined when the server gave none. */
  readonly status: string | undefined;
  /** The server's own words, on one line. */
  readonly diagnostic: string;
}

export const deliveryOutcomes = [
  /** It will never arrive at this address. */
  'failed-permanently',
  /** Given up, for a reason that may pass: a full mailbox, a server that was away for days. */
  'failed-temporarily',
  /** The server is still trying. */
  'delayed',
  'delivered',
] as const;
export type DeliveryOutcome = (typeof deliveryOutcomes)[number];

export interface DeliveryStatus {
  readonly recipients: readonly RecipientReport[];
  /** The Message-ID of the mail that it is about, when the report tells it. */
  readonly originalMessageId: string | undefined;
}

/** A report has one part for programs (RFC 6522). */
const mostReports = 5;
const mostRecipients = 100;
const mostDiagnostic = 500;
const mostReportCharacters = 200_000;

/**
 * What a bounce says: reports of RFC 3464; where there is none, the older forms of qmail and Exim. Undefined when the mail
 * says nothing about a delivery that a program can read.
 */
export function deliveryStatusOf(
  mail: Pick<InboundMail, 'headers' | 'attachments' | 'body'>,
): DeliveryStatus | undefined {
  const reports = mail.attachments.filter(({ declaredType }) =>
    /^message\/(?:global-)?delivery-status$/.test(declaredType),
  );
  const recipients =
    reports.length > 0
      ? reports.slice(0, mostReports).flatMap((report) => readDeliveryStatus(textOf(report)))
      : olderForm(mail);
  if (recipients.length === 0) return undefined;
  const returned = mail.attachments.find(({ declaredType }) =>
    /^(?:message\/(?:rfc822|global|rfc822-headers|global-headers)|text\/rfc822-headers)$/.test(declaredType),
  );
  return {
    recipients: recipients.slice(0, mostRecipients),
    originalMessageId: returnedMessageId(returned ? textOf(returned) : returnedBelow(mail.body.text)),
  };
}

/** The recipients of a `message/delivery-status` part. */
export function readDeliveryStatus(report: string): readonly RecipientReport[] {
  return report
    .slice(0, mostReportCharacters)
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/)
    .map((group) => recipientOf(fieldsOf(group)))
    .filter((recipient) => recipient !== undefined);
}

function recipientOf(fields: ReadonlyMap<string, string>): RecipientReport | undefined {
  const recipient = addressIn(fields.get('original-recipient')) ?? addressIn(fields.get('final-recipient'));
  const action = fields
    .get('action')
    ?.split(/[\s;(]/, 1)[0]
    ?.toLowerCase();
  if (recipient === undefined) return undefined;
  const diagnostic = cleanHeader(
    (fields.get('diagnostic-code') ?? '').replace(/^[\w-]+\s*;\s*/, ''),
    mostDiagnostic,
  );
  const status = statusIn(fields.get('status')) ?? statusIn(diagnostic);
  return { recipient, outcome: outcomeOf(action, status), status, diagnostic };
}

const successes = new Set(['delivered', 'relayed', 'expanded']);

function outcomeOf(action: string | undefined, status: string | undefined): DeliveryOutcome {
  if (action === 'delayed') return 'delayed';
  if (action !== undefined && successes.has(action)) return 'delivered';
  // RFC 3463: class 4 may succeed another time. A report without an action is about a failure.
  if (status?.startsWith('2') === true) return 'delivered';
  return status?.startsWith('4') === true ? 'failed-temporarily' : 'failed-permanently';
}

/** `rfc822; someone@example.net`, with or without the type, brackets and folding. */
function addressIn(value: string | undefined): string | undefined {
  const address = value
    ?.slice(value.indexOf(';') + 1)
    .replace(/[<>\s]/g, '')
    .toLowerCase();
  return address !== undefined && /^[^@]+@[^@]+$/.test(address) && address.length <= 254
    ? address
    : undefined;
}

function statusIn(value: string | undefined): string | undefined {
  return /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)/.exec(value?.slice(0, mostDiagnostic) ?? '')?.[0];
}

/** The fields of one group, unfolded; the first of a name counts. */
function fieldsOf(group: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of group.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    if (name !== '' && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

function textOf(attachment: MailAttachment): string {
  if (attachment.content.kept === 'no') return '';
  return new TextDecoder().decode(attachment.content.bytes.subarray(0, mostReportCharacters));
}

/** The Message-ID in the header block that a text begins with. */
function returnedMessageId(returned: string): string | undefined {
  const block =
    returned
      .replace(/\r\n?/g, '\n')
      .trimStart()
      .split(/\n[ \t]*\n/, 1)[0] ?? '';
  return messageIdsOf(fieldsOf(block).get('message-id') ?? '')[0];
}

/** qmail (the QSBMF format of its author) and older Exim write for people only. */
function olderForm({ headers, body }: Pick<InboundMail, 'headers' | 'body'>): readonly RecipientReport[] {
  const text = body.text.slice(0, mostReportCharacters);
  const intro = introOfOlderForm(text);
  const named = (headerOf({ headers }, 'x-failed-recipients') ?? '')
    .split(',')
    .map(addressIn)
    .filter((address) => address !== undefined)
    .slice(0, mostRecipients);
  const paragraphs = intro.split(/\n[ \t]*\n/);
  if (named.length > 0) {
    return named.map((recipient) =>
      failureIn(recipient, paragraphs.find((one) => one.includes(recipient)) ?? intro),
    );
  }
  if (!/^Hi\. This is the /m.test(intro)) return [];
  return paragraphs.flatMap((paragraph) => {
    const recipient = /^<([^<>\s]{3,254})>:\n/.exec(paragraph.trimStart())?.[1];
    return recipient?.includes('@') === true ? [failureIn(recipient.toLowerCase(), paragraph)] : [];
  });
}

/** Everything before the copy of the mail that came back, lest its words be taken for the server's. */
function introOfOlderForm(text: string): string {
  return text.slice(0, copyMarkerIn(text)?.start);
}

function returnedBelow(text: string): string {
  const searched = text.slice(0, mostReportCharacters);
  const marker = copyMarkerIn(searched);
  return marker === undefined ? '' : searched.slice(marker.end);
}

/** A longer line is nothing that a server announces a copy with. */
const mostMarkerCharacters = 300;

/** Where the line stands that announces the copy. Line by line: one pattern for all of it would try again at each dash. */
function copyMarkerIn(text: string): { readonly start: number; readonly end: number } | undefined {
  let start = 0;
  while (start < text.length) {
    const lineFeed = text.indexOf('\n', start);
    const end = lineFeed < 0 ? text.length : lineFeed;
    if (end - start <= mostMarkerCharacters && announcesCopy(text.slice(start, end))) return { start, end };
    start = end + 1;
  }
  return undefined;
}

function announcesCopy(line: string): boolean {
  return line.startsWith('--') && /\b(?:copy of|below this line)\b/i.test(line);
}

function failureIn(recipient: string, words: string): RecipientReport {
  const diagnostic = cleanHeader(words, mostDiagnostic);
  const status = statusIn(words);
  const isTemporary = status === undefined ? /\b4[25]\d[ -]/.test(diagnostic) : status.startsWith('4');
  return {
    recipient,
    outcome: isTemporary ? 'failed-temporarily' : 'failed-permanently',
    status,
    diagnostic,
  };
}
