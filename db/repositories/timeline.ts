import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { CaseView } from '../../domain/case-record.js';
import type { TimelineEntry } from '../../domain/timeline.js';
import type { TimelineEntryDocument } from '../models/timeline-entry.js';
import { timelineEntryId } from '../models/timeline-entry.js';
import { onlyDuplicates, readByWindows, type EntryWindows } from './entry-windows.js';

export interface Timeline extends EntryWindows<TimelineEntry> {
  /** Stores entries that are not stored yet; whatever stands under a sequence already stays. */
  store(view: CaseView, entries: readonly TimelineEntry[]): Promise<void>;
}

/** The timelines of incidents and status calls. */
export function createTimeline(entries: Model<TimelineEntryDocument>): Timeline {
  async function window(caseId: string, from: number, to: number): Promise<readonly TimelineEntry[]> {
    const keys = Array.from({ length: to - from + 1 }, (_, offset) => timelineEntryId(caseId, from + offset));
    const found = await entries.find({ _id: trusted({ $in: keys }) }).lean<TimelineEntryDocument[]>();
    return found
      .sort((one, other) => one.sequence - other.sequence)
      .map(({ sequence, at, event }) => ({ sequence, at, event }));
  }

  return {
    ...readByWindows(window),

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
  };
}
