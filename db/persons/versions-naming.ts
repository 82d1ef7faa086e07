import { trusted, type Model } from 'mongoose';
import type { OrganisationId } from '../../domain/identifiers.js';
import { partsOfSettings } from '../../domain/persons/erased-from-settings.js';
import type { SettingsVersionDocument } from '../models/settings-version.js';
import { placesOfPeople } from '../repositories/settings-versions.js';

/** Versions of an organisation's settings in which somebody stands who was not erased from them, the newest first. */
export async function* versionsNaming(
  versions: Model<SettingsVersionDocument>,
  organisationId: OrganisationId,
  id: string,
): AsyncGenerator<SettingsVersionDocument> {
  const found = versions
    .find({ organisationId, $or: trusted(placesOfPeople.map((place) => ({ [`${place}.id`]: id }))) })
    .sort({ revision: -1 })
    .lean<SettingsVersionDocument[]>()
    .cursor({ batchSize: 20 });
  for await (const version of found) {
    if (partsOfSettings(version.settings, id).length > 0) yield version;
  }
}
