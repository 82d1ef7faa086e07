import type { TravellerId } from '../../domain/identifiers.js';
import type { KeptBecause } from '../../domain/persons/erasure-report.js';
import { keptFromErasure } from '../../domain/persons/erasure-verdict.js';
import type { Holding } from '../../domain/retention/legal-hold.js';
import { isTraveller } from '../../domain/persons/person.js';
import type { Models } from '../models/models.js';
import type { TravellerDocument } from '../models/traveller.js';
import type { RetentionRegistry } from '../retention/registry.js';
import { reportedFor } from './own-cases.js';
import { inUse, type PersonRoom } from './person-room.js';

/**
 * Travellers themselves. Whoever has a case that goes on, or is held, stays: nobody could call them back. A case that was reported and has not
 * begun counts as well.
 */
export function travellerRoom(
  { travellers, cases, intakes }: Pick<Models, 'travellers' | 'cases' | 'intakes'>,
  classes: Pick<RetentionRegistry, 'incidents' | 'status-calls'>,
): PersonRoom {
  /** Why they stay: for a case that goes on, or that is held, whoever reads it has to know them. */
  async function neededFor(id: TravellerId, holds: readonly Holding[]): Promise<KeptBecause | undefined> {
    const [found, begun] = await Promise.all([
      cases.find({ travellerId: id }, { _id: 1 }).lean(),
      reportedFor(intakes, id),
    ]);
    if (begun.length > 0) return inUse;
    const ids = found.map(({ _id }) => _id);
    for (const each of [classes.incidents, classes['status-calls']]) {
      const items = await each.read(ids, { named: holds.some(({ subject }) => subject.of === 'person') });
      for (const item of items) {
        const why = keptFromErasure(item, holds);
        if (why !== undefined) return why;
      }
    }
    return undefined;
  }

  return {
    collections: ['travellers'],

    async *collect({ id }, holds = []) {
      if (!isTraveller(id)) return;
      const found = await travellers.findOne({ _id: id }).lean<TravellerDocument>();
      if (found === null) return;
      const { _id, ...data } = found;
      const stays = await neededFor(_id, holds);
      yield {
        collection: 'travellers',
        id: _id,
        data,
        ...(stays === undefined ? {} : { stays }),
      };
    },

    async erase({ id }, holds) {
      if (!isTraveller(id) || (await neededFor(id, holds)) !== undefined) return;
      await travellers.deleteOne({ _id: id });
    },
  };
}
