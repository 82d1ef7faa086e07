import { trusted } from 'mongoose';
import type { PersonTraces } from '../../domain/persons/person.js';
import type { Models } from '../models/models.js';
import { casesOf, type OwnCaseModels } from './own-cases.js';
import { inUse, staying, type PersonRoom } from './person-room.js';

/**
 * What was sent about cases of a traveller: identifiers, and how receivers have answered. Erased before the cases, by which they are
 * found. Reads the deliveries of the organisation's endpoints, which delete themselves after 60 days.
 */
export function webhookDeliveryRoom(
  models: Pick<Models, 'webhookDeliveries' | 'webhookEndpoints'> & OwnCaseModels,
): PersonRoom {
  const { cases, webhookDeliveries, webhookEndpoints } = models;

  async function* theirs(person: PersonTraces) {
    const { organisationId } = person;
    const endpoints = await webhookEndpoints.find({ organisationId }, { _id: 1 }).lean();
    const endpointId = trusted({ $in: endpoints.map(({ _id }) => _id) });
    for await (const batch of casesOf(cases, person)) {
      const caseIds = trusted({ $in: batch.map(({ _id }) => _id) });
      yield* await webhookDeliveries.find({ endpointId, 'message.caseId': caseIds }).lean();
    }
  }

  return {
    collections: ['webhook_deliveries'],

    async *collect(person) {
      for await (const { _id: id, message, state, createdAt, attempts } of theirs(person)) {
        const stays = staying(state === 'pending' ? inUse : undefined);
        yield {
          collection: 'webhook_deliveries',
          id,
          data: { message, state, createdAt, attempts },
          ...stays,
        };
      }
    },

    async erase(person) {
      for await (const { _id } of theirs(person)) {
        await webhookDeliveries.deleteOne({ _id, state: trusted({ $ne: 'pending' }) });
      }
    },
  };
}
