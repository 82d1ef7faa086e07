import type { Logger } from 'pino';
import type { CaseEngineHealth } from '../../cases/cases.js';
import type { MailFiling, ReceivedMail, ReceivedMailRepository } from '../../db/received-mail-store.js';
import { describeError } from '../../domain/describe-error.js';
import type { InboundMail } from '../../domain/mail/inbound-mail.js';
import type { MailFacts } from '../../domain/mail/mail-destination.js';
import { parsingDeadline, type ParseMail } from '../../providers/mail/inbound/mail-parser.js';
import { isUnavailable } from '../use-cases/time-limit.js';
import { inTheirOrder, type OrderedMails, type ReadMail } from './mail-order.js';
import type { PlaceMail } from './mail-placement.js';
import type { FindRepeated } from './mail-repetition.js';
import { createSilences } from './silences.js';

export interface MailSortingDependencies {
  readonly receivedMails: Pick<
    ReceivedMailRepository,
    'waiting' | 'claim' | 'bytes' | 'noteHead' | 'settle' | 'putOff'
  >;
  readonly parseMail: ParseMail;
  readonly findRepeated: FindRepeated;
  readonly learnFacts: (received: ReceivedMail, mail: InboundMail) => Promise<MailFacts>;
  readonly place: PlaceMail;
  readonly engine: Pick<CaseEngineHealth, 'ping'>;
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
 * What could not be brought because the case engine was away comes again after the shortest pause, all of it; where only a case
 * does not answer, its mails come again after a quarter of the time since the oldest of them was received. Milliseconds.
 */
const shortestPause = 2_000;
const longestPause = 5 * 60_000;
/** A mail on which sorting has failed so often is listed unread: it must not be lost, nor tried for ever. */
const mostTries = 5;

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
  findRepeated,
  learnFacts,
  place,
  engine,
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

  async function putOff(mails: readonly Pick<ReceivedMail, 'id'>[], until: number): Promise<void> {
    for (const { id } of mails) await receivedMails.putOff(id, new Date(until));
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
      const repeated = await findRepeated(received, mail);
      if (repeated !== undefined) return settle(received, asRepetitionOf(repeated));
      found = { received, mail, facts: await learnFacts(received, mail) };
    });
    if (end === 'away') await putOff([received], now() + shortestPause);
    return found;
  }

  /** Those that have to wait: one that could not be brought, and whatever comes behind it. */
  async function bringInOrder({ mails }: OrderedMails): Promise<readonly ReceivedMail[]> {
    for (const [index, { received, mail, facts }] of mails.entries()) {
      const end = await trying(received, async () => {
        await settle(received, await place(received, mail, facts));
      });
      if (end === 'away') return receivedOf(mails.slice(index));
    }
    return [];
  }

  async function isEngineAway(): Promise<boolean> {
    try {
      await engine.ping();
      return false;
    } catch {
      return true;
    }
  }

  const silences = createSilences(now);

  /** One case that does not answer holds up nobody else: its mails wait, and those that come for it meanwhile wait with them. */
  async function waitFor(of: string, waiting: readonly ReceivedMail[]): Promise<void> {
    const until = now() + pauseOf(waiting, now());
    silences.note(of, until);
    await putOff(waiting, until);
  }

  async function sortSome(ids: readonly ReceivedMail['id'][]): Promise<End> {
    const claimed = present(await Promise.all(ids.map(claim)));
    const groups = inTheirOrder(present(await Promise.all(claimed.map(read))));
    const tried: OrderedMails[] = [];
    for (const group of groups) {
      const until = silences.until(group.of);
      if (until === undefined) tried.push(group);
      else await putOff(receivedOf(group.mails), until);
    }
    const ends = await Promise.all(
      tried.map(async (group) => ({ of: group.of, waiting: await bringInOrder(group) })),
    );
    const stuck = ends.filter(({ waiting }) => waiting.length > 0);
    const isAway = stuck.length > 0 && stuck.length === tried.length && (await isEngineAway());
    for (const { of, waiting } of stuck) {
      await (isAway ? putOff(waiting, now() + shortestPause) : waitFor(of, waiting));
    }
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

/** Of mails whose case does not answer, the oldest first. Milliseconds. */
function pauseOf([oldest]: readonly ReceivedMail[], now: number): number {
  const age = oldest === undefined ? 0 : now - oldest.receivedAt.getTime();
  return Math.min(longestPause, Math.max(shortestPause, age / 4));
}

function receivedOf(mails: readonly ReadMail[]): readonly ReceivedMail[] {
  return mails.map(({ received }) => received);
}

function asRepetitionOf({ id, caseId, accountId }: ReceivedMail): MailFiling {
  return {
    state: 'repeated',
    why: 'repetition',
    repetitionOf: id,
    ...(caseId === undefined ? {} : { caseId }),
    ...(accountId === undefined ? {} : { accountId }),
  };
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

function headOf({ from, subject, messageId }: InboundMail): NonNullable<ReceivedMail['head']> {
  return {
    from: from.map(({ address }) => address).join(', '),
    subject,
    ...(messageId === undefined ? {} : { messageId }),
  };
}
