import { trusted } from 'mongoose';
import type { SupportCaseId } from '../../domain/identifiers.js';
import type { StoredSupportCase } from '../../domain/support-case/stored-support-case.js';
import type { SupportEntry } from '../../domain/support-case/support-event.js';
import type { Within } from '../deadline.js';
import type { SupportCaseDocument, SupportMessageDocument, SupportModels } from '../models/support.js';
import type { SupportCaseRepository } from '../support-store.js';
import type { SupportEntries } from './support-entries.js';

/** As many as a running case remembers. */
const mostTaken = 200;
const mostDuplicates = 100;
/** More entries than one record brings: so many may be stored behind the last one that the case's document knows of. */
const mostUnseen = 100;
/**
 * What was written in the portal this long before the last record is in an entry, or was refused by somebody who was told so; mails are
 * known by their identifier, however long they have waited. Milliseconds.
 */
const clocksDiffer = 60_000;
/** A revision is the moment of its record, by the case's clock, in thousandths of a millisecond. */
const revisionsPerMillisecond = 1_000;

type Column = 'revision' | 'view' | 'course' | 'highestSequence';

/** What is stored of a case, for whoever takes it up. */
export function createStoredSupportCases(
  { cases, messages }: Pick<SupportModels, 'cases' | 'messages'>,
  entries: SupportEntries,
  within: Within,
): Pick<SupportCaseRepository, 'readStored'> {
  async function untakenOf(caseId: SupportCaseId, revision: number): Promise<StoredSupportCase['untaken']> {
    const since = new Date(Math.max(0, revision / revisionsPerMillisecond - clocksDiffer));
    const found = await messages
      .find(
        {
          caseId,
          sequence: trusted({ $exists: false }),
          $or: [{ at: trusted({ $gte: since }) }, { channel: 'mail' }],
        },
        { by: 1 },
      )
      .sort({ at: 1, _id: 1 })
      .lean<Pick<SupportMessageDocument, '_id' | 'by'>[]>();
    return found.map(({ _id: messageId, by }) => ({ messageId, by }));
  }

  return {
    readStored: (id) =>
      within('other', async (maxTimeMS) => {
        const found = await cases
          .findOne({ _id: id }, { revision: 1, view: 1, course: 1, highestSequence: 1 }, { maxTimeMS })
          .lean<Pick<SupportCaseDocument, '_id' | Column>>();
        if (found === null) return undefined;
        const { revision, view, course, highestSequence } = found;
        const all = await entries.read(id, 0, highestSequence + mostUnseen, Infinity);
        const told = all.filter(({ sequence }) => sequence <= highestSequence);
        return {
          revision,
          ...(view === undefined ? {} : { view }),
          ...(course === undefined ? {} : { course }),
          entriesThrough: all.at(-1)?.sequence ?? 0,
          unseen: all.slice(told.length),
          ...rememberedOf(all),
          untaken: await untakenOf(id, revision),
        };
      }),
  };
}

function rememberedOf(entries: readonly SupportEntry[]): Pick<StoredSupportCase, 'taken' | 'duplicates'> {
  return {
    taken: entries
      .flatMap(({ sequence, event }) =>
        event.type === 'message-added' ? [[event.messageId, sequence] as const] : [],
      )
      .slice(-mostTaken),
    duplicates: entries
      .flatMap(({ event }) => (event.type === 'duplicate-merged' ? [event.duplicate] : []))
      .slice(-mostDuplicates),
  };
}
