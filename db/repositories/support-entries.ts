import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { SupportCaseId } from '../../domain/identifiers.js';
import { supportCaseIdSchema } from '../../domain/identifiers.js';
import type { SupportCaseView } from '../../domain/support-case/support-case-view.js';
import type { SupportEntry } from '../../domain/support-case/support-event.js';
import { entryKey } from '../entry-keys.js';
import type { SupportEntryDocument } from '../models/support.js';
import { onlyDuplicates, readByWindows, type EntryWindows } from './entry-windows.js';

export interface SupportEntries extends EntryWindows<SupportEntry> {
  /** Stores entries that are not stored yet; whatever stands under a sequence already stays. */
  store(of: Pick<SupportCaseView, 'id' | 'accountId'>, entries: readonly SupportEntry[]): Promise<void>;
  /** Those that are stored from one sequence to another, both included, in order. */
  window(caseId: SupportCaseId, from: number, to: number): Promise<readonly SupportEntry[]>;
}

/** What has happened in support cases. */
export function createSupportEntries(entries: Model<SupportEntryDocument>): SupportEntries {
  async function window(caseId: SupportCaseId, from: number, to: number): Promise<readonly SupportEntry[]> {
    const keys = Array.from({ length: to - from + 1 }, (_, offset) => entryKey(caseId, from + offset));
    const found = await entries.find({ _id: trusted({ $in: keys }) }).lean<SupportEntryDocument[]>();
    return found
      .sort((one, other) => one.sequence - other.sequence)
      .map(({ sequence, at, event }) => ({ sequence, at, event }));
  }

  return {
    ...readByWindows((caseId, from, to) => window(supportCaseIdSchema.parse(caseId), from, to)),
    window,

    async store({ id: caseId, accountId }, newEntries) {
      if (newEntries.length === 0) return;
      const writes = newEntries.map(({ sequence, at, event }) => ({
        updateOne: {
          filter: { _id: entryKey(caseId, sequence) },
          update: { $setOnInsert: { caseId, accountId, sequence, at, event } },
          upsert: true,
        },
      }));
      try {
        await entries.bulkWrite(writes, { ordered: false, throwOnValidationError: true });
      } catch (error) {
        if (!onlyDuplicates(error)) throw error;
      }
    },
  };
}
