import type { Logger } from 'pino';
import type { MailFiling, ReceivedMail, ReceivedMailRepository } from '../../db/received-mail-store.js';
import { describeError } from '../../domain/describe-error.js';
import { automationOf, type AutomaticKind } from '../../domain/mail/automatic-mail.js';
import type { InboundMail } from '../../domain/mail/inbound-mail.js';
import { parseMail } from '../../providers/mail/inbound/parse-mail.js';
import { isUnavailable } from '../use-cases/time-limit.js';

export interface MailSortingDependencies {
  readonly receivedMails: Pick<ReceivedMailRepository, 'waiting' | 'claim' | 'bytes' | 'settle'>;
  readonly log: Pick<Logger, 'error'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** One round takes no more than this; the next one follows soon. */
const mostPerRound = 50;
/** So long a mail belongs to whoever has taken it; whoever dies meanwhile leaves it to others. Milliseconds. */
const claimMilliseconds = 60_000;
/** A mail on which sorting has failed so often is listed unread: it must not be lost, nor tried for ever. */
const mostTries = 5;

/** Written by no person: nothing follows from them. What a person may have written is looked at by one. */
const dropped: ReadonlySet<AutomaticKind> = new Set([
  'own-mail',
  'bounce',
  'read-receipt',
  'out-of-office',
  'auto-reply',
]);

/**
 * Sorts mails that came in (C4): what a program wrote is kept and left aside, what no program can read is listed as such, and all
 * others wait for somebody of the desk. Any number of processes may do it at the same time.
 *
 * @returns one round of sorting.
 */
export function createMailSorting({ receivedMails, log, now }: MailSortingDependencies): () => Promise<void> {
  async function filingOf(mail: ReceivedMail): Promise<MailFiling> {
    const parsing = await parseMail(await receivedMails.bytes(mail));
    if (parsing.parsed === 'no') return { state: 'unreadable', why: parsing.why };
    const head = headOf(parsing.mail);
    const automation = automationOf({ mail: parsing.mail, envelopeSender: mail.envelope.sender });
    if (automation.automatic === 'no') return { state: 'review', head };
    if (automation.automatic === 'perhaps') return { state: 'review', why: automation.because, head };
    const { kind } = automation;
    return { state: dropped.has(kind) ? 'dropped-as-automatic' : 'review', why: kind, head };
  }

  async function sort(mail: ReceivedMail): Promise<void> {
    try {
      await receivedMails.settle(mail.id, ['received'], await filingOf(mail));
    } catch (error) {
      // MongoDB is away: the mail is to blame for nothing, and comes again.
      if (isUnavailable(error)) throw error;
      log.error({ mailId: mail.id, ...describeError(error) }, 'A mail could not be sorted');
      if (mail.tries < mostTries) return;
      await receivedMails.settle(mail.id, ['received'], { state: 'unreadable', why: 'failed' });
    }
  }

  return async () => {
    try {
      for (const id of await receivedMails.waiting(new Date(now()), mostPerRound)) {
        const claimed = await receivedMails.claim(id, new Date(now()), new Date(now() + claimMilliseconds));
        if (claimed !== undefined) await sort(claimed);
      }
    } catch (error) {
      if (!isUnavailable(error)) throw error;
    }
  };
}

function headOf({ from, subject, messageId }: InboundMail): NonNullable<ReceivedMail['head']> {
  return {
    from: from.map(({ address }) => address).join(', '),
    subject,
    ...(messageId === undefined ? {} : { messageId }),
  };
}
