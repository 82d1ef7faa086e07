import { isTraveller } from '../../domain/persons/person.js';
import type { Models } from '../models/models.js';
import type { TravellerDocument } from '../models/traveller.js';
import type { CasesNeeding } from './cases-needing.js';
import { staying, type PersonRoom } from './person-room.js';

/**
 * Travellers themselves. Whoever has a case that goes on, or is held, stays: nobody could call them back, and whoever reads it has to
 * know them.
 */
export function travellerRoom(
  { travellers }: Pick<Models, 'travellers'>,
  casesNeeding: CasesNeeding,
): PersonRoom {
  return {
    collections: ['travellers'],

    async *collect(person, holds) {
      const { id } = person;
      if (!isTraveller(id)) return;
      const found = await travellers.findOne({ _id: id }).lean<TravellerDocument>();
      if (found === null) return;
      const { _id, ...data } = found;
      const stays = holds && (await casesNeeding(person, holds));
      yield {
        collection: 'travellers',
        id: _id,
        data,
        ...staying(stays),
      };
    },

    async erase(person, holds) {
      const { id } = person;
      if (!isTraveller(id) || (await casesNeeding(person, holds)) !== undefined) return;
      await travellers.deleteOne({ _id: id });
    },
  };
}
