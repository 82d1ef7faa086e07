import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { CaseRecord } from '../../domain/case-record.js';
import type { TimelineEntry } from '../../domain/timeline.js';
import type { TimelineEntryDocument } from '../models/timeline-entry.js';
import { entryKey } from '../entry-keys.js';
import { onlyDuplicates, readByWindows, type EntryWindows } from './entry-windows.js';

/** What became of the entries of a record, besides those that are stored as they are. */
export interface StoredEntries {
  /** Those that have taken the place of others, of a task that was lost and done again otherwise, until that is told. */
  readonly replaced: readonly number[];
  /** The first that is not stored, since a younger record has brought another one in its place. */
  readonly refusedFrom?: number;
}

export interface Timeline extends EntryWindows<TimelineEntry> {
  /** Stores the entries of a record. */
  store(record: CaseRecord): Promise<StoredEntries>;
  /** Whoever was told of what stood there is told again. */
  settleReplaced(caseId: string, sequences: readonly number[]): Promise<void>;
}

/** The timelines of incidents and status calls. */
export function createTimeline(entries: Model<TimelineEntryDocument>): Timeline {
  async function stored(caseId: string, from: number, to: number): Promise<TimelineEntryDocument[]> {
    const keys = Array.from({ length: to - from + 1 }, (_, offset) => entryKey(caseId, from + offset));
    const found = await entries.find({ _id: trusted({ $in: keys }) }).lean<TimelineEntryDocument[]>();
    return found.sort((one, other) => one.sequence - other.sequence);
  }

  async function window(caseId: string, from: number, to: number): Promise<readonly TimelineEntry[]> {
    const found = await stored(caseId, from, to);
    return found.map(({ sequence, at, event }) => ({ sequence, at, event }));
  }

  /** Stores what is not stored yet, and tells whether that was all of it. */
  async function insert({ revision, view, entries: told }: CaseRecord): Promise<boolean> {
    const { id: caseId, organisationId } = view;
    const writes = told.map(({ sequence, at, event }) => ({
      updateOne: {
        filter: { _id: entryKey(caseId, sequence) },
        update: { $setOnInsert: { caseId, organisationId, sequence, at, event, revision } },
        upsert: true,
      },
    }));
    try {
      const { upsertedCount } = await entries.bulkWrite(writes, {
        ordered: false,
        throwOnValidationError: true,
      });
      return upsertedCount === told.length;
    } catch (error) {
      // Somebody else stored the same entries at the same moment.
      if (!onlyDuplicates(error)) throw error;
      return false;
    }
  }

  /** Whether the entry stands in its place now; another one of a younger record stays. */
  async function replace({ revision, view }: CaseRecord, { sequence, at, event }: TimelineEntry) {
    const { matchedCount } = await entries.updateOne(
      { _id: entryKey(view.id, sequence), revision: trusted({ $not: { $gt: revision } }) },
      { $set: { at, event, revision, untold: true } },
    );
    return matchedCount > 0;
  }

  return {
    ...readByWindows(window),

    async store(record) {
      const { view, entries: told } = record;
      const [first] = told;
      if (first === undefined || (await insert(record))) return { replaced: [] };
      const there = await stored(view.id, first.sequence, told.at(-1)?.sequence ?? first.sequence);
      const standing = new Map(there.map((document) => [document.sequence, document]));
      const replaced: number[] = [];
      const refused: number[] = [];
      for (const entry of told) {
        const { sequence } = entry;
        const known = standing.get(sequence);
        if (known !== undefined && isSame(known, entry)) {
          if (known.untold === true) replaced.push(sequence);
        } else {
          ((await replace(record, entry)) ? replaced : refused).push(sequence);
        }
      }
      return { replaced, ...(refused.length === 0 ? {} : { refusedFrom: Math.min(...refused) }) };
    },

    async settleReplaced(caseId, sequences) {
      const keys = sequences.map((sequence) => entryKey(caseId, sequence));
      await entries.updateMany({ _id: trusted({ $in: keys }) }, { $unset: { untold: 1 } });
    },
  };
}

/** A task that is done again has another moment; only what was told of an earlier one may share it. */
function isSame(one: TimelineEntry, other: TimelineEntry): boolean {
  return one.at === other.at && JSON.stringify(one.event) === JSON.stringify(other.event);
}
