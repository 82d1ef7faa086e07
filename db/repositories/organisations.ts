import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { ChangedMeanwhileError, conflict } from '../../domain/errors.js';
import type { OrganisationSettings } from '../../domain/organisation/organisation.js';
import { mayTouch, type Scope } from '../../domain/scope.js';
import type { Principal } from '../../domain/timeline.js';
import { behind, order, toPage } from '../cursor.js';
import type { Within } from '../deadline.js';
import { isDuplicateKey } from '../deadline.js';
import type { OrganisationDocument } from '../models/organisation.js';
import { assertMayTouch } from '../scope-filter.js';
import type { SettingsVersionDocument } from '../models/settings-version.js';
import type { Organisation, OrganisationRepository } from '../store.js';
import { keepVersion } from './settings-versions.js';

function toOrganisation(document: OrganisationDocument): Organisation {
  const { _id: id, revision, settings, savedBy, createdAt, updatedAt } = document;
  return { id, revision, settings, createdAt, updatedAt, ...(savedBy === undefined ? {} : { savedBy }) };
}

/** What a save changes, with the copied inbound number present or gone. */
function saving(settings: OrganisationSettings, savedBy: Principal | undefined) {
  const { inboundNumber } = settings;
  const present = {
    settings,
    updatedAt: new Date(),
    ...(inboundNumber === undefined ? {} : { inboundNumber }),
    ...(savedBy === undefined ? {} : { savedBy }),
  };
  const gone = {
    ...(inboundNumber === undefined ? { inboundNumber: 1 as const } : {}),
    ...(savedBy === undefined ? { savedBy: 1 as const } : {}),
  };
  return { $set: present, ...(Object.keys(gone).length === 0 ? {} : { $unset: gone }) };
}

/** An organisation's own document is the one that it may touch. */
function itself(scope: Scope) {
  switch (scope.of) {
    case 'desk':
      return {};
    case 'organisation':
      return { _id: scope.organisationId };
    case 'account':
      return { _id: trusted({ $in: [] }) };
  }
}

function changedMeanwhile() {
  return new ChangedMeanwhileError('organisation');
}

async function refusingTakenNumbers<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (isDuplicateKey(error)) {
      throw conflict('There is such an organisation already, or another one has this inbound number.');
    }
    throw error;
  }
}

/**
 * Organisations with their settings. `create` and `save` throw DomainError `conflict` when the ID or the inbound number
 * is another organisation's. Every version stays: what is saved now is kept before it is replaced.
 */
export function createOrganisationRepository(
  organisations: Model<OrganisationDocument>,
  versions: Model<SettingsVersionDocument>,
  within: Within,
): OrganisationRepository {
  return {
    create: (scope, id, settings, savedBy) =>
      within('other', async () => {
        assertMayTouch(scope, id);
        const now = new Date();
        const { inboundNumber } = settings;
        const document: OrganisationDocument = {
          _id: id,
          revision: 1,
          settings,
          ...(inboundNumber === undefined ? {} : { inboundNumber }),
          ...(savedBy === undefined ? {} : { savedBy }),
          createdAt: now,
          updatedAt: now,
        };
        await refusingTakenNumbers(() => organisations.insertOne(document));
        return toOrganisation(document);
      }),

    save: (scope, id, settings, ifRevision, by) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, id)) return undefined;
        for (;;) {
          const current = await organisations
            .findOne({ _id: id }, null, { maxTimeMS })
            .lean<OrganisationDocument>();
          if (!current) return undefined;
          if (ifRevision !== undefined && ifRevision !== current.revision) throw changedMeanwhile();
          await keepVersion(versions, toOrganisation(current));
          const saved = await refusingTakenNumbers(() =>
            organisations
              .findOneAndUpdate(
                { _id: id, revision: current.revision },
                { ...saving(settings, by), $inc: { revision: 1 } },
                { returnDocument: 'after', maxTimeMS },
              )
              .lean<OrganisationDocument>(),
          );
          // Without a condition the last save counts, as often as somebody else was quicker.
          if (saved) return toOrganisation(saved);
        }
      }),

    find: (scope, id) =>
      within('dial', async (maxTimeMS) => {
        if (!mayTouch(scope, id)) return undefined;
        const found = await organisations
          .findOne({ _id: id }, null, { maxTimeMS })
          .lean<OrganisationDocument>();
        return found ? toOrganisation(found) : undefined;
      }),

    list: (scope, page) =>
      within('other', async (maxTimeMS) => {
        const own = itself(scope);
        const documents = await organisations
          .find({ $and: [own, behind('createdAt', 'oldest-first', page.cursor)] }, null, { maxTimeMS })
          .sort(order('createdAt', 'oldest-first'))
          .limit(page.limit + 1)
          .lean<OrganisationDocument[]>();
        return toPage(documents, page, ({ createdAt }) => createdAt, toOrganisation);
      }),

    changedSince: (scope, moment) =>
      within('background', async (maxTimeMS) => {
        const own = itself(scope);
        const documents = await organisations
          .find({ ...own, updatedAt: trusted({ $gte: moment }) }, null, { maxTimeMS })
          .lean<OrganisationDocument[]>();
        return documents.map(toOrganisation);
      }),
  };
}
