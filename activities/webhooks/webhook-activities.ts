import { log, metricMeter } from '@temporalio/activity';
import type { Store } from '../../db/store.js';
import type { DeliveryStanding, WebhookDelivery, WebhookEndpoint } from '../../db/webhook-store.js';
import { deskScope } from '../../domain/scope.js';
import {
  hasFailedTooLong,
  resultOfStatus,
  type WebhookAttempt,
  type WebhookResult,
} from '../../domain/webhooks/delivery.js';
import type { WebhookPayload } from '../../domain/webhooks/incident-event.js';
import { respectWish } from '../../domain/webhooks/retry-schedule.js';
import { webhookHeaders } from '../../providers/webhooks/signing.js';
import type { WebhookReply, WebhookSender } from '../../providers/webhooks/webhook-sender.js';
import { withSafeFailures } from '../activity-failures.js';
import { showingLife } from '../signs-of-life.js';
import type { WebhookActivities, WebhookOrder, WebhookOutcome } from '../contract.js';
import { payloadOf } from './webhook-payload.js';

export interface WebhookDependencies {
  readonly store: Pick<Store, 'cases' | 'webhookEndpoints' | 'webhookDeliveries'>;
  readonly webhookSender: WebhookSender;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** An attempt as it went: what the log gets, and what the receiver wishes. */
interface Tried {
  readonly attempt: WebhookAttempt;
  readonly retryAfterSeconds?: number;
}

const nothing: WebhookOutcome = { next: 'nothing' };

/**
 * One attempt of one delivery. It is made again when the worker dies before its end is known: at least once, always under
 * the same ID.
 */
export function createWebhookActivities(dependencies: WebhookDependencies): WebhookActivities {
  const { store, webhookSender, now } = dependencies;
  const { webhookEndpoints: endpoints, webhookDeliveries: deliveries } = store;

  async function send(delivery: WebhookDelivery, url: string, payload: WebhookPayload): Promise<Tried> {
    const sentAt = new Date(now());
    const secrets = await endpoints.signingSecrets(deskScope, delivery, sentAt);
    if (secrets.length === 0) {
      return { attempt: { at: sentAt, durationMilliseconds: 0, result: 'secret-unreadable' } };
    }
    const body = JSON.stringify(payload);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Beistand-Webhooks/1',
      ...webhookHeaders({ id: delivery.message.id, sentAt, body, secrets }),
    };
    const begun = performance.now();
    const reply = await showingLife(() => webhookSender.send({ url, headers, body }));
    return triedOf(reply, sentAt, Math.round(performance.now() - begun));
  }

  /** What the attempt means for the endpoint: whether it is still one. */
  async function judgeEndpoint(
    order: WebhookOrder,
    { failingSince }: WebhookEndpoint,
    { at, result }: WebhookAttempt,
  ): Promise<'enabled' | 'disabled'> {
    if (result === 'delivered') {
      if (failingSince !== undefined) await endpoints.noteSuccess(order);
      return 'enabled';
    }
    if (result === 'gone') {
      await endpoints.disable(order, 'gone', at);
      log.warn('An endpoint wants no more webhooks', { endpointId: order.endpointId });
      return 'disabled';
    }
    const since = await endpoints.noteFailure(order, at);
    if (!hasFailedTooLong(since, at) || !(await endpoints.disable(order, 'failing', at, since))) {
      return 'enabled';
    }
    log.warn('An endpoint has failed for days and is disabled', { endpointId: order.endpointId });
    return 'disabled';
  }

  function standingAfter(
    { pauseSeconds }: WebhookOrder,
    { attempt: { at, result }, retryAfterSeconds }: Tried,
    endpoint: 'enabled' | 'disabled',
  ): { readonly standing: DeliveryStanding; readonly outcome: WebhookOutcome } {
    if (result === 'delivered') return { standing: { state: 'delivered' }, outcome: nothing };
    if (endpoint === 'disabled') {
      return { standing: { state: 'failed', end: 'endpoint-disabled' }, outcome: nothing };
    }
    if (pauseSeconds === undefined) {
      return { standing: { state: 'failed', end: 'attempts-exhausted' }, outcome: nothing };
    }
    const pause = respectWish(pauseSeconds, retryAfterSeconds);
    const nextAttemptAt = new Date(at.getTime() + pause * 1000);
    return {
      standing: { state: 'pending', nextAttemptAt },
      outcome: { next: 'another-attempt', pauseSeconds: pause },
    };
  }

  return {
    attemptWebhook: (order) =>
      withSafeFailures(async () => {
        const { deliveryId } = order;
        const [delivery, endpoint] = await Promise.all([
          deliveries.find(deskScope, order, deliveryId),
          endpoints.find(deskScope, order),
        ]);
        // Removed with its endpoint, or delivered already: it was started twice after Temporal had forgotten it.
        if (delivery?.state !== 'pending' || endpoint === undefined) return nothing;
        if (endpoint.state === 'disabled') {
          await deliveries.settle(deliveryId, { state: 'failed', end: 'endpoint-disabled' });
          return nothing;
        }
        const payload = await payloadOf(store.cases, delivery);
        if (payload === undefined) {
          await deliveries.settle(deliveryId, { state: 'failed', end: 'event-purged' });
          return nothing;
        }
        const tried = await send(delivery, endpoint.url, payload);
        count(tried.attempt);
        const { standing, outcome } = standingAfter(
          order,
          tried,
          await judgeEndpoint(order, endpoint, tried.attempt),
        );
        await deliveries.settle(deliveryId, standing, tried.attempt);
        return outcome;
      }),
  };
}

function triedOf(reply: WebhookReply, at: Date, durationMilliseconds: number): Tried {
  if (!reply.answered) return { attempt: { at, durationMilliseconds, result: reply.failure } };
  const { status, start, retryAfterSeconds } = reply;
  const result: WebhookResult = resultOfStatus(status);
  const isNews = result !== 'delivered' && start !== '';
  return {
    attempt: { at, durationMilliseconds, result, status, ...(isNews ? { replyStart: start } : {}) },
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

/** Counted by the SDK's own meter, which the worker exposes. */
function count({ result, durationMilliseconds }: WebhookAttempt): void {
  metricMeter
    .createCounter('beistand_webhook_attempts_total', undefined, 'Attempts to deliver a webhook, by result.')
    .add(1, { result });
  metricMeter
    .createHistogram('beistand_webhook_attempt_milliseconds', 'int', 'ms', 'Time until a receiver answered.')
    .record(durationMilliseconds, { result });
}
