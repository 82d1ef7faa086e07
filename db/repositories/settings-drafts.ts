import type { Model } from 'mongoose';
import { conflict } from '../../domain/errors.js';
import { isPlainObject } from '../../domain/settings/plain-json.js';
import { mayTouch } from '../../domain/scope.js';
import type { Within } from '../deadline.js';
import { isDuplicateKey } from '../deadline.js';
import type { SettingsDraftDocument } from '../models/settings-draft.js';
import { assertMayTouch } from '../scope-filter.js';
import type { SettingsDraft, SettingsDraftRepository } from '../store.js';

function toDraft({ _id, content, ...draft }: SettingsDraftDocument): SettingsDraft {
  const parsed: unknown = JSON.parse(content);
  if (!isPlainObject(parsed)) throw new Error('A stored draft is no JSON object.');
  return { ...draft, organisationId: _id, content: parsed };
}

export function createSettingsDraftRepository(
  drafts: Model<SettingsDraftDocument>,
  within: Within,
): SettingsDraftRepository {
  return {
    put: (scope, organisationId, { content, ...draft }, ifVersion) =>
      within('other', async (maxTimeMS) => {
        assertMayTouch(scope, organisationId);
        const changes = { $set: { ...draft, content: JSON.stringify(content) }, $inc: { version: 1 } };
        const isExpected = ifVersion === undefined ? {} : { version: ifVersion };
        try {
          const saved = await drafts
            .findOneAndUpdate({ _id: organisationId, ...isExpected }, changes, {
              upsert: ifVersion === undefined,
              returnDocument: 'after',
              maxTimeMS,
            })
            .lean<SettingsDraftDocument>();
          if (saved) return toDraft(saved);
        } catch (error) {
          // Two first drafts at the same moment.
          if (!isDuplicateKey(error)) throw error;
        }
        throw conflict('The draft was changed in the meantime; please read it again.');
      }),

    find: (scope, organisationId) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, organisationId)) return undefined;
        const found = await drafts
          .findOne({ _id: organisationId }, null, { maxTimeMS })
          .lean<SettingsDraftDocument>();
        return found ? toDraft(found) : undefined;
      }),

    remove: (scope, organisationId, ifVersion) =>
      within('other', async () => {
        if (!mayTouch(scope, organisationId)) return;
        await drafts.deleteOne(
          ifVersion === undefined ? { _id: organisationId } : { _id: organisationId, version: ifVersion },
        );
      }),
  };
}
