import type { Model } from 'mongoose';
import { ChangedMeanwhileError } from '../../domain/errors.js';
import {
  supportPolicySchema,
  type SupportPolicySettings,
} from '../../domain/support-case/support-policy-schema.js';
import { isDuplicateKey, type Within } from '../deadline.js';
import type { SupportPolicyDocument } from '../models/support-policy.js';
import type { SavedSupportPolicy, SupportPolicyRepository } from '../support-policy-store.js';

function toSaved({ _id: topic, revision, settings }: SupportPolicyDocument): SavedSupportPolicy {
  return { topic, revision, settings: supportPolicySchema.parse(settings) };
}

/** One document for each topic that something was set for. */
export function createSupportPolicyRepository(
  policies: Model<SupportPolicyDocument>,
  within: Within,
): SupportPolicyRepository {
  /** null: there is another revision. */
  async function put(
    topic: string,
    settings: SupportPolicySettings,
    ifRevision: number | undefined,
    maxTimeMS: number,
  ): Promise<SupportPolicyDocument | null> {
    // Whoever has found nothing, or overwrites whatever is there, may be the first.
    const upsert = ifRevision === undefined || ifRevision === 0;
    return policies
      .findOneAndUpdate(
        ifRevision === undefined ? { _id: topic } : { _id: topic, revision: ifRevision },
        { $set: { settings }, $inc: { revision: 1 } },
        { upsert, returnDocument: 'after', maxTimeMS },
      )
      .lean<SupportPolicyDocument>();
  }

  return {
    find: (topic) =>
      within('intake', async (maxTimeMS) => {
        const found = await policies
          .findOne({ _id: topic }, null, { maxTimeMS })
          .lean<SupportPolicyDocument>();
        return found ? toSaved(found) : undefined;
      }),

    save: (topic, settings, ifRevision) =>
      within('other', async (maxTimeMS) => {
        let saved: SupportPolicyDocument | null = null;
        try {
          saved = await put(topic, settings, ifRevision, maxTimeMS);
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
          // Somebody else was the first at the same moment.
          if (ifRevision === undefined) saved = await put(topic, settings, ifRevision, maxTimeMS);
        }
        if (saved === null) throw new ChangedMeanwhileError('policy');
        return toSaved(saved);
      }),
  };
}
