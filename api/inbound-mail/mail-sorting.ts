import type { Logger } from 'pino';
import type { MailFiling, ReceivedMail, ReceivedMailRepository } from '../../db/received-mail-store.js';
import { describeError } from '../../domain/describe-error.js';
import type { InboundMail } from '../../domain/mail/inbound-mail.js';
import type { MailFacts } from '../../domain/mail/mail-destination.js';
import { parsingDeadline, type ParseMail } from '../../providers/mail/inbound/mail-parser.js';
import { isUnavailable } from '../use-cases/time-limit.js';
import type { PlaceMail } from './mail-placement.js';

export interface MailSortingDependencies {
  readonly receivedMails: Pick<
    ReceivedMailRepository,
    'waiting' | 'claim' | 'bytes' | 'noteHead' | 'settle' | 'putOff'
  >;
  readonly parseMail: ParseMail;
  readonly learnFacts: (received: ReceivedMail, mail: InboundMail) => Promise<MailFacts>;
  readonly place: PlaceMail;
  readonly log: Pick<Logger, 'error'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** So many are read at a time, and together no more than this; a larger one is read alone. */
const mostAtOnce = 8;
const mostBytesAtOnce = 32 * 1024 * 1024;
/** A round ends behind so many, so that whoever stops this process need not wait for all that are left. */
const mostPerRound = 200;
/**
 * So long a mail belongs to whoever has taken it; whoever dies meanwhile leaves it to others. Those that are taken together are
 * parsed one after the other, each for as long as the parser allows at the most, and brought within a minute. Milliseconds.
 */
export const claimMilliseconds = mostAtOnce * parsingDeadline + 60_000;
/**
 * What could not be brought because something was away comes again after the shortest pause, all of it; where only one case does
 * not answer, its mails come again after a quarter of the time since they were received. Milliseconds.
 */
const shortestPause = 2_000;
const longestPause = 5 * 60_000;
/** A mail on which sorting has failed so often is listed unread: it must not be lost, nor tried for ever. */
const mostTries = 5;

/** A mail that is read, and what is known of it. */
interface ReadMail {
  readonly received: ReceivedMail;
  readonly mail: InboundMail;
  readonly facts: MailFacts;
}

/** `away`: something that every mail needs does not answer. No mail is to blame, and all come again. */
type End = 'done' | 'away';

/**
 * Sorts mails that came in (C4): each is read, and brought to where it belongs; what no program can read is listed as such. Any
 * number of processes may do it at the same time.
 *
 * @returns one round of sorting.
 */
export function createMailSorting({
  receivedMails,
  parseMail,
  learnFacts,
  place,
  log,
  now,
}: MailSortingDependencies): () => Promise<void> {
  async function settle({ id }: ReceivedMail, filing: MailFiling): Promise<void> {
    await receivedMails.settle(id, ['received'], filing);
  }

  /** No mail stops the others. */
  async function trying(received: ReceivedMail, work: () => Promise<void>): Promise<End> {
    try {
      await work();
      return 'done';
    } catch (error) {
      if (isUnavailable(error)) return 'away';
      log.error({ mailId: received.id, ...describeError(error) }, 'A mail could not be sorted');
      if (received.tries >= mostTries) await listUnread(received);
      return 'done';
    }
  }

  async function listUnread(received: ReceivedMail): Promise<void> {
    await settle(received, { state: 'unreadable', why: 'failed' });
  }

  async function putOff(
    mails: readonly ReceivedMail[],
    pauseOf: (mail: ReceivedMail) => number,
  ): Promise<void> {
    for (const mail of mails) await receivedMails.putOff(mail.id, new Date(now() + pauseOf(mail)));
  }

  /** Undefined: it is somebody else's, or whoever sorted it died of it again and again. */
  async function claim(id: ReceivedMail['id']): Promise<ReceivedMail | undefined> {
    const claimed = await receivedMails.claim(id, new Date(now()), new Date(now() + claimMilliseconds));
    if (claimed === undefined || claimed.tries <= mostTries) return claimed;
    await listUnread(claimed);
    return undefined;
  }

  /** Undefined: it is settled, or comes again. */
  async function read(received: ReceivedMail): Promise<ReadMail | undefined> {
    let found: ReadMail | undefined;
    const end = await trying(received, async () => {
      const parsing = await parseMail(await receivedMails.bytes(received));
      if (parsing.parsed === 'no') return settle(received, { state: 'unreadable', why: parsing.why });
      const { mail } = parsing;
      await receivedMails.noteHead(received.id, headOf(mail));
      found = { received, mail, facts: await learnFacts(received, mail) };
    });
    if (end === 'away') await putOff([received], () => shortestPause);
    return found;
  }

  /** Those that have to wait, with whatever comes behind them. */
  async function bringInOrder(mails: readonly ReadMail[]): Promise<readonly ReceivedMail[]> {
    for (const [index, { received, mail, facts }] of mails.entries()) {
      const end = await trying(received, async () => {
        await settle(received, await place(received, mail, facts));
      });
      if (end === 'away') return mails.slice(index).map((waiting) => waiting.received);
    }
    return [];
  }

  async function sortSome(ids: readonly ReceivedMail['id'][]): Promise<End> {
    const claimed = present(await Promise.all(ids.map(claim)));
    const mails = present(await Promise.all(claimed.map(read)));
    const waiting = await Promise.all(together(mails).map(bringInOrder));
    const isAway = waiting.length > 0 && waiting.every(({ length }) => length > 0);
    await putOff(waiting.flat(), isAway ? () => shortestPause : (mail) => pauseOfOne(mail, now()));
    return isAway ? 'away' : 'done';
  }

  /** Until then nothing is sorted, lest what comes meanwhile overtakes what had to wait. */
  let heldUntil = 0;

  return async () => {
    try {
      let sorted = 0;
      while (sorted < mostPerRound && now() >= heldUntil) {
        const ids = bearable(await receivedMails.waiting(new Date(now()), mostAtOnce));
        if (ids.length === 0) return;
        if ((await sortSome(ids)) === 'away') heldUntil = now() + shortestPause;
        sorted += ids.length;
      }
    } catch (error) {
      // What is claimed comes again when its claim is over.
      if (!isUnavailable(error)) throw error;
    }
  };
}

/** Of a mail whose case does not answer while others do. Milliseconds. */
function pauseOfOne({ receivedAt }: ReceivedMail, now: number): number {
  return Math.min(longestPause, Math.max(shortestPause, (now - receivedAt.getTime()) / 4));
}

/** The first ones, as many as fit into memory together; at least one. */
function bearable(waiting: readonly Pick<ReceivedMail, 'id' | 'sizeBytes'>[]): readonly ReceivedMail['id'][] {
  let bytes = 0;
  return waiting
    .filter(({ sizeBytes }, index) => {
      bytes += sizeBytes;
      return index === 0 || bytes <= mostBytesAtOnce;
    })
    .map(({ id }) => id);
}

function present<Thing>(things: readonly (Thing | undefined)[]): readonly Thing[] {
  return things.filter((thing) => thing !== undefined);
}

/** What is of one case, or of one person, comes to where it belongs in the order in which it came to us. */
function together(mails: readonly ReadMail[]): readonly (readonly ReadMail[])[] {
  const groups = new Map<string, ReadMail[]>();
  for (const each of mails) {
    const { received, facts } = each;
    const of = facts.addressed[0] ?? facts.answered;
    const key = of?.caseId ?? facts.sender?.userId ?? received.id;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

function headOf({ from, subject, messageId }: InboundMail): NonNullable<ReceivedMail['head']> {
  return {
    from: from.map(({ address }) => address).join(', '),
    subject,
    ...(messageId === undefined ? {} : { messageId }),
  };
}
