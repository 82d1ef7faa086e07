import type { Models } from '../models/models.js';
import type { LegalHoldDocument } from '../models/retention-run.js';
import { notTheirsAlone, type PersonRoom } from './person-room.js';

/** Holds on somebody, in force or released: why they were kept is a record of the organisation. */
export function legalHoldRoom({ retention }: Pick<Models, 'retention'>): PersonRoom {
  return {
    collections: ['legal_holds'],

    async *collect({ id, organisationId }) {
      const found = await retention.holds
        .find({ organisationId, subject: { of: 'person', id } })
        .lean<LegalHoldDocument[]>();
      for (const { _id, ...data } of found) {
        yield { collection: 'legal_holds', id: _id, data, stays: notTheirsAlone };
      }
    },

    erase: () => Promise.resolve(),
  };
}
