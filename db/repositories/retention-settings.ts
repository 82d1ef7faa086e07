import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { ChangedMeanwhileError } from '../../domain/errors.js';
import type { RetentionSettings } from '../../domain/retention/retention-settings.js';
import { isDuplicateKey, type Within } from '../deadline.js';
import type { RetentionSettingsDocument } from '../models/retention-settings.js';
import type { RetentionSettingsRepository } from '../retention-store.js';
import { assertMayTouch } from '../scope-filter.js';

function toSettings({ _id, revision, periods, reports }: RetentionSettingsDocument): RetentionSettings {
  return { organisationId: _id, revision, periods, reports };
}

export function createRetentionSettingsRepository(
  settings: Model<RetentionSettingsDocument>,
  within: Within,
): RetentionSettingsRepository {
  return {
    find: (scope, organisationId) =>
      within('other', async (maxTimeMS) => {
        assertMayTouch(scope, organisationId);
        const found = await settings
          .findOne({ _id: organisationId }, null, { maxTimeMS })
          .lean<RetentionSettingsDocument>();
        return found ? toSettings(found) : { organisationId, revision: 0, periods: {}, reports: [] };
      }),

    withReports: (after, limit) =>
      within('background', async (maxTimeMS) => {
        const found = await settings
          .find(
            {
              'reports.0': trusted({ $exists: true }),
              ...(after === undefined ? {} : { _id: trusted({ $gt: after }) }),
            },
            null,
            { maxTimeMS },
          )
          .sort({ _id: 1 })
          .limit(limit)
          .lean<RetentionSettingsDocument[]>();
        return found.map(toSettings);
      }),

    replace: (scope, { organisationId, revision, periods, reports }, at) =>
      within('other', async (maxTimeMS) => {
        assertMayTouch(scope, organisationId);
        const changed = { revision: revision + 1, periods, reports, savedAt: at };
        if (revision === 0) {
          try {
            await settings.insertOne({ _id: organisationId, ...changed });
          } catch (error) {
            if (isDuplicateKey(error)) throw new ChangedMeanwhileError('retention settings');
            throw error;
          }
        } else {
          const { matchedCount } = await settings.updateOne(
            { _id: organisationId, revision },
            { $set: changed },
            { maxTimeMS },
          );
          if (matchedCount === 0) throw new ChangedMeanwhileError('retention settings');
        }
        return { organisationId, revision: revision + 1, periods, reports };
      }),
  };
}
