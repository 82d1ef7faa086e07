import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { erasedName } from '../../domain/persons/erased-from-settings.js';
import { mayTouch } from '../../domain/scope.js';
import { everybodyIn } from '../../domain/settings/people-in-settings.js';
import type { Within } from '../deadline.js';
import type { SettingsVersionDocument } from '../models/settings-version.js';
import type { Organisation, SettingsVersion, SettingsVersionRepository } from '../store.js';

/** Where people stand in settings. */
export const placesOfPeople = [
  'settings.providers.assistance.provider',
  'settings.providers.medical',
  'settings.providers.travel',
  'settings.providers.backups',
  'settings.internalContacts',
  'settings.authorisingPersons',
] as const;

function toVersion({ _id, ...version }: SettingsVersionDocument): SettingsVersion {
  return version;
}

/**
 * Notes what is saved now, so that it can be replaced. May be repeated: a version never changes. Whoever saves does it
 * before, so no version is ever lost although no transaction spans the two documents.
 */
export async function keepVersion(
  versions: Model<SettingsVersionDocument>,
  { id, revision, settings, savedBy, updatedAt }: Organisation,
): Promise<void> {
  const version = {
    organisationId: id,
    revision,
    settings,
    savedAt: updatedAt,
    ...(savedBy === undefined ? {} : { savedBy }),
  };
  await versions.updateOne({ _id: `${id}:${revision}` }, { $setOnInsert: version }, { upsert: true });
}

export function createSettingsVersionRepository(
  versions: Model<SettingsVersionDocument>,
  within: Within,
): SettingsVersionRepository {
  return {
    list: (scope, organisationId, { limit, before }) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, organisationId)) return [];
        const older = before === undefined ? {} : { revision: trusted({ $lt: before }) };
        const found = await versions
          .find({ organisationId, ...older }, null, { maxTimeMS })
          .sort({ revision: -1 })
          .limit(limit)
          .lean<SettingsVersionDocument[]>();
        return found.map(toVersion);
      }),

    find: (scope, organisationId, revision) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, organisationId)) return undefined;
        const found = await versions
          .findOne({ _id: `${organisationId}:${revision}` }, null, { maxTimeMS })
          .lean<SettingsVersionDocument>();
        return found ? toVersion(found) : undefined;
      }),

    nameOf: (scope, organisationId, contactId) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, organisationId)) return undefined;
        const found = await versions
          .findOne(
            { organisationId, $or: trusted(placesOfPeople.map((place) => ({ [`${place}.id`]: contactId }))) },
            { settings: 1 },
            { maxTimeMS },
          )
          .sort({ revision: -1 })
          .lean<Pick<SettingsVersionDocument, 'settings'>>();
        const people = found === null ? [] : everybodyIn(found.settings);
        const name = people.find(([, { id }]) => id === contactId)?.[1].name;
        return name === erasedName ? undefined : name;
      }),
  };
}
