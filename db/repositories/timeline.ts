import type { Model } from 'mongoose';
import { mongo, trusted } from 'mongoose';
import type { CaseRecord } from '../../domain/case-record.js';
import type { TimelineEntry } from '../../domain/timeline.js';
import type { CaseDocument } from '../models/case.js';
import type { TimelineEntryDocument } from '../models/timeline-entry.js';
import { timelineEntryId } from '../models/timeline-entry.js';

/** How much of a timeline is stored, as the case's document says. */
export type Progress = Pick<CaseDocument, 'timelineThrough' | 'highestSequence'>;

/** How many entries are asked for by key in one query. */
const windowSize = 500;

/** What became of the entries of a record, besides those that are stored as they are. */
export interface StoredEntries {
  /** Those that have taken the place of others, of a task that was lost and done again otherwise, until that is told. */
  readonly replaced: readonly number[];
  /** The first that is not stored, since a younger record has brought another one in its place. */
  readonly refusedFrom?: number;
}

export interface Timeline {
  /** Stores the entries of a record. */
  store(record: CaseRecord): Promise<StoredEntries>;
  /** Whoever was told of what stood there is told again. */
  settleReplaced(caseId: string, sequences: readonly number[]): Promise<void>;
  /** The highest sequence that can be reached from timelineThrough without a gap. */
  contiguousThrough(caseId: string, progress: Progress): Promise<number>;
  /** Up to `limit` entries with sequences above `after`, in order. */
  read(caseId: string, after: number, highest: number, limit: number): Promise<readonly TimelineEntry[]>;
}

/**
 * Timelines are read by the keys of their entries: one look-up each by `_id`, on any server and however many timelines
 * there are.
 */
export function createTimeline(entries: Model<TimelineEntryDocument>): Timeline {
  async function window(caseId: string, from: number, to: number): Promise<TimelineEntryDocument[]> {
    const keys = Array.from({ length: to - from + 1 }, (_, offset) => timelineEntryId(caseId, from + offset));
    const found = await entries.find({ _id: trusted({ $in: keys }) }).lean<TimelineEntryDocument[]>();
    return found.sort((one, other) => one.sequence - other.sequence);
  }

  /** Stores what is not stored yet, and tells whether that was all of it. */
  async function insert({ revision, view, entries: told }: CaseRecord): Promise<boolean> {
    const { id: caseId, organisationId } = view;
    const writes = told.map(({ sequence, at, event }) => ({
      updateOne: {
        filter: { _id: timelineEntryId(caseId, sequence) },
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
      { _id: timelineEntryId(view.id, sequence), revision: trusted({ $not: { $gt: revision } }) },
      { $set: { at, event, revision, untold: true } },
    );
    return matchedCount > 0;
  }

  return {
    async store(record) {
      const { view, entries: told } = record;
      const [first] = told;
      if (first === undefined || (await insert(record))) return { replaced: [] };
      const stored = await window(view.id, first.sequence, told.at(-1)?.sequence ?? first.sequence);
      const standing = new Map(stored.map((document) => [document.sequence, document]));
      const replaced: number[] = [];
      const refused: number[] = [];
      for (const entry of told) {
        const { sequence } = entry;
        const there = standing.get(sequence);
        if (there !== undefined && isSame(there, entry)) {
          if (there.untold === true) replaced.push(sequence);
        } else {
          ((await replace(record, entry)) ? replaced : refused).push(sequence);
        }
      }
      return { replaced, ...(refused.length === 0 ? {} : { refusedFrom: Math.min(...refused) }) };
    },

    async settleReplaced(caseId, sequences) {
      const keys = sequences.map((sequence) => timelineEntryId(caseId, sequence));
      await entries.updateMany({ _id: trusted({ $in: keys }) }, { $unset: { untold: 1 } });
    },

    async contiguousThrough(caseId, { timelineThrough, highestSequence }) {
      let through = timelineThrough;
      while (through < highestSequence) {
        const to = Math.min(through + windowSize, highestSequence);
        for (const { sequence } of await window(caseId, through + 1, to)) {
          if (sequence !== through + 1) return through;
          through = sequence;
        }
        if (through < to) return through;
      }
      return through;
    },

    async read(caseId, after, highest, limit) {
      const read: TimelineEntry[] = [];
      for (let from = after + 1; from <= highest && read.length < limit;) {
        const to = Math.min(highest, from + Math.min(limit - read.length, windowSize) - 1);
        for (const { sequence, at, event } of await window(caseId, from, to)) {
          read.push({ sequence, at, event });
        }
        from = to + 1;
      }
      return read;
    },
  };
}

/** A task that is done again has another moment; only what was told of an earlier one may share it. */
function isSame(one: TimelineEntry, other: TimelineEntry): boolean {
  return one.at === other.at && JSON.stringify(one.event) === JSON.stringify(other.event);
}

function onlyDuplicates(error: unknown): boolean {
  if (!(error instanceof mongo.MongoBulkWriteError)) return false;
  const refused = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  // A connection lost on the way comes as the same error, with nothing refused: then nobody knows what is stored.
  return refused.length > 0 && refused.every(({ code }) => code === 11_000);
}
