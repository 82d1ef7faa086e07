import { automaticSubject } from './automatic-subjects.js';
import { headerOf, localPartOf, type InboundMail } from './inbound-mail.js';

/** What a program had to say. Only an answer of a kind that is no mail of a person is left out of a case. */
export const automaticKinds = [
  /** Our own mail came back: a loop. */
  'own-mail',
  /** Something about the delivery of a mail: failed, delayed, delivered. */
  'bounce',
  /** It was opened, or deleted unread. */
  'read-receipt',
  'out-of-office',
  'auto-reply',
  /** Written by a program without being asked: newsletters, tickets, alarms. */
  'notification',
  /** Sent on to many by a list; a person may have written it. */
  'mailing-list',
] as const;
export type AutomaticKind = (typeof automaticKinds)[number];

export type AutomaticSign =
  | 'our-message-id'
  | 'delivery-report'
  | 'disposition-report'
  | 'feedback-report'
  | 'failed-recipients'
  | 'daemon-sender'
  | 'auto-submitted'
  | 'auto-reply-header'
  | 'null-return-path'
  | 'list-header'
  | 'precedence'
  | 'response-suppressed';

export type Automation =
  | { readonly automatic: 'no' }
  /** Not enough to leave the mail out, enough not to answer it by a program. */
  | { readonly automatic: 'perhaps'; readonly because: 'subject' | 'no-reply-sender' }
  | { readonly automatic: 'yes'; readonly kind: AutomaticKind; readonly because: AutomaticSign };

export interface AutomationFacts {
  readonly mail: Pick<
    InboundMail,
    'headers' | 'from' | 'subject' | 'mediaType' | 'attachments' | 'messageId' | 'inReplyTo' | 'references'
  >;
  /** The envelope's sender, empty for the null return path; undefined when there was no envelope (raw MIME over HTTP). */
  readonly envelopeSender?: string | undefined;
  /** Whether we have made this Message-ID ourselves. */
  readonly isOurs?: ((messageId: string) => boolean) | undefined;
}

/**
 * Whether a program wrote this (C4). The surest signs first: what the mail is by its form, then what RFC 3834 and the
 * older customs say, then who sent it. A subject alone never makes a mail automatic.
 */
export function automationOf({ mail, envelopeSender, isOurs }: AutomationFacts): Automation {
  if (mail.messageId !== undefined && isOurs?.(mail.messageId) === true)
    return yes('own-mail', 'our-message-id');
  return (
    reportOf(mail) ??
    daemonOf(mail, envelopeSender) ??
    declaredOf(mail) ??
    withoutReturnPath(mail, envelopeSender) ??
    sentToMany(mail) ??
    suppressedOf(mail) ??
    doubtsAbout(mail)
  );
}

type Facts = AutomationFacts['mail'];

function yes(kind: AutomaticKind, because: AutomaticSign): Automation {
  return { automatic: 'yes', kind, because };
}

/** RFC 6522: reports of delivery (RFC 3464), of opening (RFC 8098), of complaints (RFC 5965). */
function reportOf(mail: Facts): Automation | undefined {
  const { type, reportType } = mail.mediaType;
  const has = (part: string) => mail.attachments.some(({ declaredType }) => declaredType === part);
  if (reportType === 'disposition-notification' || has('message/disposition-notification')) {
    return yes('read-receipt', 'disposition-report');
  }
  if (reportType === 'feedback-report' || has('message/feedback-report')) {
    return yes('notification', 'feedback-report');
  }
  const isDeliveryReport =
    reportType === 'delivery-status' ||
    type === 'message/delivery-status' ||
    has('message/delivery-status') ||
    has('message/global-delivery-status');
  if (isDeliveryReport || type === 'multipart/report') return yes('bounce', 'delivery-report');
  // Exim writes it, and some mail hosts instead of a report.
  if (headerOf(mail, 'x-failed-recipients') !== undefined) return yes('bounce', 'failed-recipients');
  return undefined;
}

const daemons = new Set(['mailer-daemon', 'mail-daemon', 'maildaemon', 'postmaster', 'mailerdaemon']);

function daemonOf(mail: Facts, envelopeSender: string | undefined): Automation | undefined {
  const senders = [...mail.from.map(({ address }) => address), envelopeSender ?? ''];
  // Programs tag their address: mailer-daemon+code@example.org.
  const isDaemon = senders.some((sender) => daemons.has(localPartOf(sender).replace(/\+.*$/s, '')));
  return isDaemon ? yes('bounce', 'daemon-sender') : undefined;
}

/** Headers by which programs say that nobody should answer them. Their value, where any value will do, is not read. */
const replyHeaders = [
  'x-autoreply',
  'x-autorespond',
  'x-autoresponder',
  'x-autoreply-from',
  'x-auto-reply-from',
  'x-mail-autoreply',
  'x-cron-env',
];

function declaredOf(mail: Facts): Automation | undefined {
  // RFC 3834, 5: the value may have parameters and comments; everything but "no" is a program.
  const submitted = keywordOf(headerOf(mail, 'auto-submitted'));
  if (submitted !== undefined && submitted !== '' && submitted !== 'no') {
    return yes(kindOfAnswer(mail, submitted === 'auto-replied'), 'auto-submitted');
  }
  const replies = replyHeaders.some((name) => {
    const value = keywordOf(headerOf(mail, name));
    return value !== undefined && value !== 'no' && value !== 'false';
  });
  return replies ? yes(kindOfAnswer(mail, true), 'auto-reply-header') : undefined;
}

/** Whether nobody is to hear what becomes of a mail: of bounces (RFC 5321, 4.5.5). Without an envelope, as its header says. */
export function hasNullReturnPath(
  mail: Pick<InboundMail, 'headers'>,
  envelopeSender: string | undefined,
): boolean {
  if (envelopeSender !== undefined) return envelopeSender === '';
  return headerOf(mail, 'return-path')?.replaceAll(' ', '') === '<>';
}

function withoutReturnPath(mail: Facts, envelopeSender: string | undefined): Automation | undefined {
  if (!hasNullReturnPath(mail, envelopeSender)) return undefined;
  const kind = automaticSubject(mail.subject) === 'bounce' ? 'bounce' : kindOfAnswer(mail, true);
  return yes(kind, 'null-return-path');
}

function sentToMany(mail: Facts): Automation | undefined {
  const precedence = keywordOf(headerOf(mail, 'precedence') ?? headerOf(mail, 'x-precedence'));
  if (['auto_reply', 'auto-reply'].includes(precedence ?? '')) {
    return yes(kindOfAnswer(mail, true), 'precedence');
  }
  if (
    ['list-id', 'list-post', 'list-help', 'mailing-list'].some((name) => headerOf(mail, name) !== undefined)
  ) {
    return yes('mailing-list', 'list-header');
  }
  if (precedence === 'list') return yes('mailing-list', 'precedence');
  // Vacation programs of old wrote "bulk" or "junk" too.
  if (precedence === 'bulk' || precedence === 'junk') return yes(kindOfAnswer(mail, false), 'precedence');
  if (headerOf(mail, 'list-unsubscribe') !== undefined) return yes('notification', 'list-header');
  return undefined;
}

/**
 * Exchange's request not to be answered by programs (MS-OXCMAIL 2.2.3.2.14). "DR", "NDR", "RN" and "NRN" ask only that no
 * receipts be sent, which people ask too.
 */
function suppressedOf(mail: Facts): Automation | undefined {
  const values = (headerOf(mail, 'x-auto-response-suppress') ?? '').toLowerCase().split(/[\s,;]+/);
  const suppressed = values.some((value) => value === 'all' || value === 'oof' || value === 'autoreply');
  return suppressed ? yes(kindOfAnswer(mail, false), 'response-suppressed') : undefined;
}

const noReply = /^(?:no|do-?not|dont)[-_.]?reply(?:$|[-_.+])/;

function doubtsAbout(mail: Facts): Automation {
  if (automaticSubject(mail.subject) !== undefined) return { automatic: 'perhaps', because: 'subject' };
  const isNoReply = mail.from.some(({ address }) => noReply.test(localPartOf(address)));
  return isNoReply ? { automatic: 'perhaps', because: 'no-reply-sender' } : { automatic: 'no' };
}

/**
 * A ticket system names the mail that its people answer, as an answering machine does: only who says that it is a machine's answer is
 * taken for one.
 *
 * @param isReply it is known that the program answered something by itself.
 */
function kindOfAnswer(mail: Facts, isReply: boolean): AutomaticKind {
  if (automaticSubject(mail.subject) === 'absence') return 'out-of-office';
  return isReply ? 'auto-reply' : 'notification';
}

/** The first word in small letters, without parameters and comments. */
function keywordOf(value: string | undefined): string | undefined {
  return value
    ?.replace(/^\s*\([^)]*\)/, '')
    .trim()
    .split(/[\s;(]/, 1)[0]
    ?.toLowerCase();
}
