import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { conflict } from '../../domain/errors.js';
import type { OrganisationSettings } from '../../domain/organisation/organisation.js';
import { mayTouch } from '../../domain/scope.js';
import { behind, order, toPage } from '../cursor.js';
import type { Within } from '../deadline.js';
import { isDuplicateKey } from '../deadline.js';
import type { OrganisationDocument } from '../models/organisation.js';
import { assertMayTouch } from '../scope-filter.js';
import type { Organisation, OrganisationRepository } from '../store.js';

function toOrganisation(document: OrganisationDocument): Organisation {
  const { _id: id, revision, settings, createdAt, updatedAt } = document;
  return { id, revision, settings, createdAt, updatedAt };
}

/** What a save changes, with the copied inbound number present or gone. */
function saving(settings: OrganisationSettings) {
  const { inboundNumber } = settings;
  const updatedAt = new Date();
  return inboundNumber === undefined
    ? { $set: { settings, updatedAt }, $unset: { inboundNumber: 1 as const } }
    : { $set: { settings, updatedAt, inboundNumber } };
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
 * is another organisation's.
 */
export function createOrganisationRepository(
  organisations: Model<OrganisationDocument>,
  within: Within,
): OrganisationRepository {
  return {
    create: (scope, id, settings) =>
      within('other', async () => {
        assertMayTouch(scope, id);
        const now = new Date();
        const { inboundNumber } = settings;
        const document: OrganisationDocument = {
          _id: id,
          revision: 1,
          settings,
          ...(inboundNumber === undefined ? {} : { inboundNumber }),
          createdAt: now,
          updatedAt: now,
        };
        await refusingTakenNumbers(() => organisations.insertOne(document));
        return toOrganisation(document);
      }),

    save: (scope, id, settings, ifRevision) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, id)) return undefined;
        const saved = await refusingTakenNumbers(() =>
          organisations
            .findOneAndUpdate(
              ifRevision === undefined ? { _id: id } : { _id: id, revision: ifRevision },
              { ...saving(settings), $inc: { revision: 1 } },
              { returnDocument: 'after', maxTimeMS },
            )
            .lean<OrganisationDocument>(),
        );
        if (saved) return toOrganisation(saved);
        if (await organisations.exists({ _id: id })) {
          throw conflict('The organisation was changed in the meantime; please read it again.');
        }
        return undefined;
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
        const own = scope.of === 'desk' ? {} : { _id: scope.organisationId };
        const documents = await organisations
          .find({ $and: [own, behind('createdAt', 'oldest-first', page.cursor)] }, null, { maxTimeMS })
          .sort(order('createdAt', 'oldest-first'))
          .limit(page.limit + 1)
          .lean<OrganisationDocument[]>();
        return toPage(documents, page, ({ createdAt }) => createdAt, toOrganisation);
      }),

    changedSince: (scope, moment) =>
      within('background', async (maxTimeMS) => {
        const own = scope.of === 'desk' ? {} : { _id: scope.organisationId };
        const documents = await organisations
          .find({ ...own, updatedAt: trusted({ $gte: moment }) }, null, { maxTimeMS })
          .lean<OrganisationDocument[]>();
        return documents.map(toOrganisation);
      }),
  };
}
