import type { Model } from 'mongoose';
import type { WebhookDeliveryId } from '../../domain/identifiers.js';
import { mayTouch } from '../../domain/scope.js';
import { behind, order, toPage } from '../cursor.js';
import type { Within } from '../deadline.js';
import { keepOnce } from '../keep-once.js';
import type { WebhookDeliveryDocument } from '../models/webhook-delivery.js';
import { assertMayTouch } from '../scope-filter.js';
import type {
  DeliveryStanding,
  WebhookDelivery,
  WebhookDeliveryRepository,
  WebhookEndpointKey,
} from '../webhook-store.js';

/** Attempts of a delivery that the log keeps: several deliveries by hand, each with its retries. */
const keptAttempts = 50;

function toDelivery({ _id: id, ...delivery }: WebhookDeliveryDocument): WebhookDelivery {
  return { id, ...delivery };
}

function keyed({ organisationId, endpointId }: WebhookEndpointKey, id: WebhookDeliveryId) {
  return { _id: id, organisationId, endpointId };
}

/** The fields of a standing: the ones that it does not have go. */
function standingUpdate(standing: DeliveryStanding) {
  switch (standing.state) {
    case 'pending':
      return {
        $set: { state: standing.state, nextAttemptAt: standing.nextAttemptAt },
        $unset: { end: 1 as const },
      };
    case 'delivered':
      return { $set: { state: standing.state }, $unset: { nextAttemptAt: 1 as const, end: 1 as const } };
    case 'failed':
      return {
        $set: { state: standing.state, end: standing.end },
        $unset: { nextAttemptAt: 1 as const },
      };
  }
}

/** Deliveries of outgoing webhooks with the log of their attempts. */
export function createWebhookDeliveryRepository(
  deliveries: Model<WebhookDeliveryDocument>,
  within: Within,
): WebhookDeliveryRepository {
  return {
    put: (scope, { id, ...delivery }, at) =>
      within('other', async () => {
        assertMayTouch(scope, delivery.organisationId);
        const document: WebhookDeliveryDocument = {
          _id: id,
          ...delivery,
          state: 'pending',
          createdAt: at,
          nextAttemptAt: at,
          attempts: [],
        };
        await keepOnce(() => deliveries.insertOne(document));
      }),

    find: (scope, of, id) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, of.organisationId)) return undefined;
        const found = await deliveries
          .findOne(keyed(of, id), null, { maxTimeMS })
          .lean<WebhookDeliveryDocument>();
        return found ? toDelivery(found) : undefined;
      }),

    list: (scope, { organisationId, endpointId }, { state, ...page }) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, organisationId)) return { items: [] };
        const found = await deliveries
          .find(
            {
              $and: [
                { organisationId, endpointId },
                state === undefined ? {} : { state },
                behind('createdAt', 'newest-first', page.cursor),
              ],
            },
            null,
            { maxTimeMS },
          )
          .sort(order('createdAt', 'newest-first'))
          .limit(page.limit + 1)
          .lean<WebhookDeliveryDocument[]>();
        return toPage(found, page, ({ createdAt }) => createdAt, toDelivery);
      }),

    settle: (id, standing, attempt) =>
      within('other', async () => {
        await deliveries.updateOne(
          { _id: id },
          {
            ...standingUpdate(standing),
            ...(attempt === undefined
              ? {}
              : { $push: { attempts: { $each: [attempt], $slice: -keptAttempts } } }),
          },
        );
      }),

    reopen: (scope, of, id, at) =>
      within('other', async () => {
        if (!mayTouch(scope, of.organisationId)) return false;
        const { matchedCount } = await deliveries.updateOne(
          keyed(of, id),
          standingUpdate({ state: 'pending', nextAttemptAt: at }),
        );
        return matchedCount > 0;
      }),

    removeOf: (scope, { organisationId, endpointId }) =>
      within('background', async () => {
        assertMayTouch(scope, organisationId);
        await deliveries.deleteMany({ organisationId, endpointId });
      }),
  };
}
