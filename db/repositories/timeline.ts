import type { Model } from 'mongoose';
import { mongo, trusted } from 'mongoose';
import type { CaseView } from '../../domain/case-record.js';
import type { TimelineEntry } from '../../domain/timeline.js';
import type { CaseDocument } from '../models/case.js';
import type { TimelineEntryDocument } from '../models/timeline-entry.js';
import { timelineEntryId } from '../models/timeline-entry.js';

/** How much of a timeline is stored, as the case's document says. */
export type Progress = Pick<CaseDocument, 'timelineThrough' | 'highestSequence'>;

/** How many entries are asked for by key in one query. */
const windowSize = 500;

export interface Timeline {
  /** Stores entries that are not stored yet; whatever stands under a sequence already stays. */
  store(view: CaseView, entries: readonly TimelineEntry[]): Promise<void>;
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

  return {
    async store({ id: caseId, organisationId }, newEntries) {
      if (newEntries.length === 0) return;
      const writes = newEntries.map(({ sequence, at, event }) => ({
        updateOne: {
          filter: { _id: timelineEntryId(caseId, sequence) },
          update: { $setOnInsert: { caseId, organisationId, sequence, at, event } },
          upsert: true,
        },
      }));
      try {
        await entries.bulkWrite(writes, { ordered: false, throwOnValidationError: true });
      } catch (error) {
        // Somebody else stored the same entries at the same moment.
        if (!onlyDuplicates(error)) throw error;
      }
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

function onlyDuplicates(error: unknown): boolean {
  if (!(error instanceof mongo.MongoBulkWriteError)) return false;
  const refused = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  // A connection lost on the way comes as the same error, with nothing refused: then nobody knows what is stored.
  return refused.length > 0 && refused.every(({ code }) => code === 11_000);
}
