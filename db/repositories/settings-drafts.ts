import { trusted, type Model } from 'mongoose';
import type { OrganisationId } from '../../domain/identifiers.js';
import { ChangedMeanwhileError } from '../../domain/errors.js';
import { isPlainObject } from '../../domain/settings/plain-json.js';
import { mayTouch } from '../../domain/scope.js';
import type { Within } from '../deadline.js';
import { isDuplicateKey } from '../deadline.js';
import type { SettingsDraftDocument } from '../models/settings-draft.js';
import { assertMayTouch } from '../scope-filter.js';
import type { SettingsDraft, SettingsDraftRepository } from '../store.js';

function toDraft({ _id, content, given = [], ...draft }: SettingsDraftDocument): SettingsDraft {
  const parsed: unknown = JSON.parse(content);
  if (!isPlainObject(parsed)) throw new Error('A stored draft is no JSON object.');
  return { ...draft, organisationId: _id, content: parsed, given };
}

function changedMeanwhile() {
  return new ChangedMeanwhileError('draft');
}

type Fields = Omit<SettingsDraftDocument, '_id' | 'version'>;

/** Of a draft that is gone its version stays: no later draft has one that somebody may have seen of it. */
export function createSettingsDraftRepository(
  drafts: Model<SettingsDraftDocument>,
  within: Within,
): SettingsDraftRepository {
  const there = { content: trusted({ $exists: true }) };

  async function first(_id: OrganisationId, fields: Fields): Promise<SettingsDraftDocument> {
    const again = await replaced({ _id, content: trusted({ $exists: false }) }, fields);
    if (again) return again;
    const draft = { _id, version: 1, ...fields };
    try {
      await drafts.insertOne(draft);
      return draft;
    } catch (error) {
      throw isDuplicateKey(error) ? changedMeanwhile() : error;
    }
  }

  const replaced = (which: Readonly<Record<string, unknown>>, fields: Fields) =>
    drafts
      .findOneAndUpdate(which, { $set: fields, $inc: { version: 1 } }, { returnDocument: 'after' })
      .lean<SettingsDraftDocument>();

  return {
    put: (scope, organisationId, { content, ...draft }, ifVersion) =>
      within('other', async () => {
        assertMayTouch(scope, organisationId);
        const fields = { ...draft, content: JSON.stringify(content) };
        if (ifVersion === undefined) return toDraft(await first(organisationId, fields));
        const saved = await replaced({ _id: organisationId, version: ifVersion, ...there }, fields);
        if (!saved) throw changedMeanwhile();
        return toDraft(saved);
      }),

    find: (scope, organisationId) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, organisationId)) return undefined;
        const found = await drafts
          .findOne({ _id: organisationId, ...there }, null, { maxTimeMS })
          .lean<SettingsDraftDocument>();
        return found ? toDraft(found) : undefined;
      }),

    remove: (scope, organisationId, ifVersion) =>
      within('other', async () => {
        if (!mayTouch(scope, organisationId)) return false;
        const version = ifVersion === undefined ? {} : { version: ifVersion };
        const { matchedCount } = await drafts.updateOne(
          { _id: organisationId, ...version, ...there },
          {
            $unset: { content: 1, given: 1, basedOn: 1, savedBy: 1, savedAt: 1 },
            $inc: { version: 1 },
          },
        );
        return matchedCount > 0;
      }),
  };
}
