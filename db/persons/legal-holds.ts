import type { Models } from '../models/models.js';
import type { LegalHoldDocument } from '../models/retention-run.js';
import { notTheirsAlone, type PersonRoom } from './person-room.js';

/**
 * Holds on somebody, in force or released: records of the organisation. They are told that there is one, and on what. Why, and who
 * asked for it, is not: a hold may be about a dispute with that very person.
 */
export function legalHoldRoom({ retention }: Pick<Models, 'retention'>): PersonRoom {
  return {
    collections: ['legal_holds'],

    async *collect({ id, organisationId }) {
      const found = await retention.holds
        .find({ organisationId, subject: { of: 'person', id } })
        .lean<LegalHoldDocument[]>();
      for (const { _id, subject, createdAt, released } of found) {
        const data = { subject, createdAt, ...(released === undefined ? {} : { releasedAt: released.at }) };
        yield { collection: 'legal_holds', id: _id, data, stays: notTheirsAlone };
      }
    },

    erase: () => Promise.resolve(),
  };
}
