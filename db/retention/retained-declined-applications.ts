import { trusted } from 'mongoose';
import {
  deskOrganisationId,
  partnerApplicationIdSchema,
  type PartnerApplicationId,
} from '../../domain/identifiers.js';
import type { RetainedItem } from '../../domain/retention/legal-hold.js';
import type { Models } from '../models/models.js';
import type { PartnerApplicationDocument } from '../models/partner-application.js';
import { batchesOf } from './batches.js';
import type { RetentionClass } from './retention-class.js';

type DeclinedApplication = Pick<PartnerApplicationDocument, '_id' | 'receivedAt' | 'decidedAt' | 'decidedBy'>;

/**
 * Applications of companies that did not become partners: their period begins when they were declined. An accepted one tells how an
 * account came to be, and stays with it; one that waits is in use.
 */
export function retainedDeclinedApplications({
  partnerApplications: applications,
}: Pick<Models, 'partnerApplications'>): RetentionClass {
  function declined(ids: readonly PartnerApplicationId[]) {
    return { _id: trusted({ $in: [...ids] }), state: 'declined' } as const;
  }

  return {
    dataClass: 'support-cases',
    collections: ['partner_applications'],

    async *begunBefore(organisationId, moment, batchSize) {
      if (organisationId !== deskOrganisationId) return;
      const old = { state: 'declined', receivedAt: trusted({ $lt: moment }) } as const;
      yield* batchesOf(applications.find(old, { _id: 1 }), batchSize);
    },

    async read(ids) {
      if (ids.length === 0) return [];
      const wanted = ids.map((id) => partnerApplicationIdSchema.parse(id));
      const found = await applications
        .find(declined(wanted), { receivedAt: 1, decidedAt: 1, decidedBy: 1 })
        .lean<DeclinedApplication[]>();
      return found.map(({ _id: id, receivedAt, decidedAt, decidedBy }): RetainedItem => ({
        ...{ id, dataClass: 'support-cases' },
        begunAt: receivedAt.getTime(),
        endOfUse: (decidedAt ?? receivedAt).getTime(),
        persons: [id, ...(decidedBy?.by === 'user' ? [decidedBy.userId] : [])],
      }));
    },

    workflowOf: () => undefined,

    prepare(ids) {
      const going = ids.map((id) => partnerApplicationIdSchema.parse(id));
      const erase = async () => {
        if (going.length > 0) await applications.deleteMany(declined(going));
        // Nobody takes a decision back.
        return [];
      };
      return Promise.resolve({ calls: [], texts: [], erase });
    },
  };
}

export function isPartnerApplication(id: string): boolean {
  return partnerApplicationIdSchema.safeParse(id).success;
}
