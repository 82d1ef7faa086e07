import type { WebhookEventType } from './event-types.js';

/**
 * What is sent: one event, or a test. Its ID is the same for every endpoint and every attempt, and the receiver's key
 * against repetitions. Only what is needed to build it again is kept.
 */
export type WebhookMessage =
  | {
      readonly id: string;
      readonly type: WebhookEventType;
      /** When it happened. Epoch milliseconds. */
      readonly at: number;
      readonly caseId: string;
      readonly sequence: number;
    }
  | { readonly id: string; readonly type: 'webhook.test'; readonly at: number };

/** Why there was no reply that could be understood. */
export const webhookFailures = [
  'forbidden-address',
  'name-not-resolved',
  'not-connected',
  'tls-failed',
  'connection-lost',
  'timed-out',
  'reply-invalid',
  /** No request was sent: the key of this installation opens none of the endpoint's secrets. */
  'secret-unreadable',
] as const;
export type WebhookFailure = (typeof webhookFailures)[number];

export const webhookResults = ['delivered', 'refused', 'redirected', 'gone', ...webhookFailures] as const;
/** How one attempt ended: by the status of the reply, or by why there was none. */
export type WebhookResult = (typeof webhookResults)[number];

/** One attempt, as the delivery log shows it. */
export interface WebhookAttempt {
  readonly at: Date;
  readonly durationMilliseconds: number;
  readonly result: WebhookResult;
  readonly status?: number;
  /** The first bytes of the reply, where it was no success. */
  readonly replyStart?: string;
}

export const deliveryStates = ['pending', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export const deliveryEnds = ['attempts-exhausted', 'endpoint-disabled', 'event-purged'] as const;
/** Why a delivery was given up. It can be started again by hand. */
export type DeliveryEnd = (typeof deliveryEnds)[number];

export const disablingReasons = ['failing', 'gone', 'by-hand'] as const;
export type DisablingReason = (typeof disablingReasons)[number];

/** Success is 2xx and nothing else; redirects are not followed (specification, "Delivery success and failure"). */
export function resultOfStatus(status: number): WebhookResult {
  if (status >= 200 && status < 300) return 'delivered';
  if (status === 410) return 'gone';
  return status >= 300 && status < 400 ? 'redirected' : 'refused';
}

/**
 * Three days without a single success. The attempts of one event take a little longer, so an event is never given up
 * while its endpoint, without any other traffic, counts as well.
 */
const patienceMilliseconds = 3 * 24 * 3_600_000;

/** Whether an endpoint that has failed since that moment has failed for too long. */
export function hasFailedTooLong(failingSince: Date, now: Date): boolean {
  return now.getTime() - failingSince.getTime() >= patienceMilliseconds;
}
