import { trusted } from 'mongoose';
import type { ContactId, OrganisationId } from '../../domain/identifiers.js';
import { partsOfSettings, settingsWithoutPerson } from '../../domain/persons/erased-from-settings.js';
import { isContact } from '../../domain/persons/person.js';
import { draftWithout, partsOfDraft } from '../../domain/settings/people-in-drafts.js';
import type { Models } from '../models/models.js';
import type { CasesNeeding } from './cases-needing.js';
import { readDraft } from './draft-of-organisation.js';
import { inUse, staying, type PersonRoom } from './person-room.js';
import { versionsNaming } from './versions-naming.js';

type SettingsModels = Pick<
  Models,
  'organisations' | 'settingsVersions' | 'settingsDrafts' | 'pins' | 'pinInvitations'
>;

/** So often somebody else may save the draft in the same moment. */
const mostTries = 5;

/**
 * People in settings: in force, in every version that was saved, and in the draft, with their PINs. As long as somebody stands in
 * the settings in force, all of it stays; versions stay as long as a case needs them too, since they tell who was asked there, and how
 * they were to be reached. Reads all versions of the organisation.
 */
export function settingsRoom(models: SettingsModels, casesNeeding: CasesNeeding): PersonRoom {
  const { organisations, settingsVersions, settingsDrafts, pins, pinInvitations } = models;

  async function inForce(organisationId: OrganisationId, id: string) {
    const current = await organisations.findOne({ _id: organisationId }, { settings: 1, revision: 1 }).lean();
    return current === null
      ? []
      : partsOfSettings(current.settings, id).map(([place, part]) => ({
          revision: current.revision,
          place,
          part,
        }));
  }

  return {
    collections: ['organisations', 'settings_versions', 'settings_drafts', 'pins', 'pin_invitations'],

    async *collect(person, holds) {
      const { id, organisationId } = person;
      if (!isContact(id)) return;
      const present = await inForce(organisationId, id);
      const stays = staying(present.length > 0 ? inUse : undefined);
      if (present.length > 0) {
        yield { collection: 'organisations', id: organisationId, data: present, ...stays };
      }
      const because = present.length > 0 ? inUse : holds && (await casesNeeding(person, holds));
      for await (const version of versionsNaming(settingsVersions, organisationId, id)) {
        const { revision, savedAt, settings } = version;
        const parts = partsOfSettings(settings, id).map(([place, part]) => ({ place, part }));
        yield {
          collection: 'settings_versions',
          id: version._id,
          data: { revision, savedAt, parts },
          ...staying(because),
        };
      }
      const draft = await readDraft(settingsDrafts, organisationId);
      const drafted = draft === undefined ? [] : partsOfDraft(draft.content, id);
      if (drafted.length > 0) {
        yield { collection: 'settings_drafts', id: organisationId, data: { parts: drafted }, ...stays };
      }
      const _id = ownerId(organisationId, id);
      const pin = await pins.findOne({ _id }, { setAt: 1 }).lean();
      if (pin !== null) yield { collection: 'pins', id: _id, data: { setAt: pin.setAt }, ...stays };
      const invitation = await pinInvitations.findOne({ _id }, { expiresAt: 1 }).lean();
      if (invitation !== null) {
        const data = { until: invitation.expiresAt };
        yield { collection: 'pin_invitations', id: _id, data, ...stays };
      }
    },

    async erase(person, holds) {
      const { id, organisationId } = person;
      if (!isContact(id) || (await inForce(organisationId, id)).length > 0) return;
      const _id = ownerId(organisationId, id);
      await pinInvitations.deleteOne({ _id });
      await pins.deleteOne({ _id });
      await eraseFromDraft(organisationId, id);
      if ((await casesNeeding(person, holds)) !== undefined) return;
      for await (const { _id: version, settings } of versionsNaming(settingsVersions, organisationId, id)) {
        await settingsVersions.updateOne(
          { _id: version },
          { $set: { settings: settingsWithoutPerson(settings, id) } },
        );
      }
    },
  };

  /** The draft becomes another one by it: whoever has an older one before them does not save it over this. */
  async function eraseFromDraft(organisationId: OrganisationId, id: string): Promise<void> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const draft = await readDraft(settingsDrafts, organisationId);
      if (draft === undefined || partsOfDraft(draft.content, id).length === 0) return;
      const { content, given } = draftWithout(draft, id);
      const { matchedCount } = await settingsDrafts.updateOne(
        { _id: organisationId, version: draft.version, content: trusted({ $exists: true }) },
        { $set: { content: JSON.stringify(content), given: [...given] }, $inc: { version: 1 } },
      );
      if (matchedCount > 0) return;
    }
    throw new Error('The draft of the settings was changed again and again.');
  }
}

function ownerId(organisationId: OrganisationId, contactId: ContactId) {
  return `${organisationId}:${contactId}` as const;
}
