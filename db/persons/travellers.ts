import type { TravellerId } from '../../domain/identifiers.js';
import { isTraveller } from '../../domain/persons/person.js';
import type { Models } from '../models/models.js';
import type { TravellerDocument } from '../models/traveller.js';
import type { RetentionRegistry } from '../retention/registry.js';
import { reportedFor } from './own-cases.js';
import { inUse, type PersonRoom } from './person-room.js';

/**
 * Travellers themselves. Whoever has a case that goes on stays: nobody could call them back. A case that was reported and has not
 * begun counts as well.
 */
export function travellerRoom(
  { travellers, cases, intakes }: Pick<Models, 'travellers' | 'cases' | 'intakes'>,
  classes: Pick<RetentionRegistry, 'incidents' | 'status-calls'>,
): PersonRoom {
  async function hasCaseInUse(id: TravellerId): Promise<boolean> {
    const [found, begun] = await Promise.all([
      cases.find({ travellerId: id }, { _id: 1 }).lean(),
      reportedFor(intakes, id),
    ]);
    if (begun.length > 0) return true;
    const ids = found.map(({ _id }) => _id);
    for (const each of [classes.incidents, classes['status-calls']]) {
      const items = await each.read(ids, { named: false });
      if (items.some(({ endOfUse }) => endOfUse === undefined)) return true;
    }
    return false;
  }

  return {
    collections: ['travellers'],

    async *collect({ id }) {
      if (!isTraveller(id)) return;
      const found = await travellers.findOne({ _id: id }).lean<TravellerDocument>();
      if (found === null) return;
      const { _id, ...data } = found;
      yield {
        collection: 'travellers',
        id: _id,
        data,
        ...((await hasCaseInUse(id)) ? { stays: inUse } : {}),
      };
    },

    async erase({ id }) {
      if (!isTraveller(id) || (await hasCaseInUse(id))) return;
      await travellers.deleteOne({ _id: id });
    },
  };
}
