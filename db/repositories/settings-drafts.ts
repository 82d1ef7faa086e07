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

function changedMeanwhile() {
  return conflict('The draft was changed in the meantime; please read it again.');
}

export function createSettingsDraftRepository(
  drafts: Model<SettingsDraftDocument>,
  within: Within,
): SettingsDraftRepository {
  async function first(draft: SettingsDraftDocument): Promise<SettingsDraftDocument> {
    try {
      await drafts.insertOne(draft);
      return draft;
    } catch (error) {
      throw isDuplicateKey(error) ? changedMeanwhile() : error;
    }
  }

  return {
    put: (scope, organisationId, { content, ...draft }, ifVersion) =>
      within('other', async (maxTimeMS) => {
        assertMayTouch(scope, organisationId);
        const fields = { ...draft, content: JSON.stringify(content) };
        if (ifVersion === undefined)
          return toDraft(await first({ _id: organisationId, version: 1, ...fields }));
        const saved = await drafts
          .findOneAndUpdate(
            { _id: organisationId, version: ifVersion },
            { $set: fields, $inc: { version: 1 } },
            { returnDocument: 'after', maxTimeMS },
          )
          .lean<SettingsDraftDocument>();
        if (!saved) throw changedMeanwhile();
        return toDraft(saved);
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
