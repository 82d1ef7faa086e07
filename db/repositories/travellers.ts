import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { conflict } from '../../domain/errors.js';
import type { Traveller, TravellerInput } from '../../domain/organisation/traveller.js';
import { mayTouch } from '../../domain/scope.js';
import { behind, order, toPage } from '../cursor.js';
import type { Within } from '../deadline.js';
import { isDuplicateKey } from '../deadline.js';
import type { TravellerDocument } from '../models/traveller.js';
import { assertMayTouch, ownedBy } from '../scope-filter.js';
import type { TravellerRepository } from '../store.js';

function toTraveller(document: TravellerDocument): Traveller {
  const { _id: id, organisationId, name, phones, email, language } = document;
  return {
    id,
    organisationId,
    name,
    phones: [...phones],
    ...(email === undefined ? {} : { email }),
    ...(language === undefined ? {} : { language }),
  };
}

/** What a save changes: optional fields that are not given any more are removed. */
function saving({ name, phones, email, language }: TravellerInput) {
  const gone = { ...(email === undefined && { email: 1 }), ...(language === undefined && { language: 1 }) };
  return {
    $set: {
      name,
      phones,
      ...(email !== undefined && { email }),
      ...(language !== undefined && { language }),
      updatedAt: new Date(),
    },
    ...(Object.keys(gone).length > 0 && { $unset: gone }),
  };
}

/** Travellers. A traveller never moves to another organisation: saved under a foreign one, there is none. */
export function createTravellerRepository(
  travellers: Model<TravellerDocument>,
  within: Within,
): TravellerRepository {
  return {
    create: (scope, id, traveller) =>
      within('other', async () => {
        assertMayTouch(scope, traveller.organisationId);
        const { organisationId, name, phones, email, language } = traveller;
        const now = new Date();
        const document: TravellerDocument = {
          _id: id,
          organisationId,
          name,
          phones,
          ...(email !== undefined && { email }),
          ...(language !== undefined && { language }),
          createdAt: now,
          updatedAt: now,
        };
        try {
          await travellers.insertOne(document);
        } catch (error) {
          if (isDuplicateKey(error)) throw conflict('There is such a traveller already.');
          throw error;
        }
        return toTraveller(document);
      }),

    save: (scope, id, traveller) =>
      within('other', async (maxTimeMS) => {
        const { organisationId } = traveller;
        if (!mayTouch(scope, organisationId)) return undefined;
        const saved = await travellers
          .findOneAndUpdate({ _id: id, organisationId }, saving(traveller), {
            returnDocument: 'after',
            maxTimeMS,
          })
          .lean<TravellerDocument>();
        return saved ? toTraveller(saved) : undefined;
      }),

    find: (scope, id) =>
      within('dial', async (maxTimeMS) => {
        const found = await travellers
          .findOne({ _id: id, ...ownedBy(scope) }, null, { maxTimeMS })
          .lean<TravellerDocument>();
        return found ? toTraveller(found) : undefined;
      }),

    findByPhone: (scope, phone) =>
      within('dial', async (maxTimeMS) => {
        const found = await travellers
          .find({ phones: phone, ...ownedBy(scope) }, null, { maxTimeMS })
          .lean<TravellerDocument[]>();
        return found.map(toTraveller);
      }),

    list: (scope, { organisationId, ...page }) =>
      within('other', async (maxTimeMS) => {
        const wanted = organisationId === undefined ? {} : { organisationId };
        const documents = await travellers
          .find({ $and: [ownedBy(scope), wanted, behind('createdAt', 'oldest-first', page.cursor)] }, null, {
            maxTimeMS,
          })
          .sort(order('createdAt', 'oldest-first'))
          .limit(page.limit + 1)
          .lean<TravellerDocument[]>();
        return toPage(documents, page, ({ createdAt }) => createdAt, toTraveller);
      }),

    changedSince: (scope, moment) =>
      within('background', async (maxTimeMS) => {
        const found = await travellers
          .find({ updatedAt: trusted({ $gte: moment }), ...ownedBy(scope) }, null, { maxTimeMS })
          .lean<TravellerDocument[]>();
        return found.map(toTraveller);
      }),
  };
}
