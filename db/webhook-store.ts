import type { OrganisationId, WebhookDeliveryId, WebhookEndpointId } from '../domain/identifiers.js';
import type { Scope } from '../domain/scope.js';
import type {
  DeliveryEnd,
  DeliveryState,
  DisablingReason,
  WebhookAttempt,
  WebhookMessage,
} from '../domain/webhooks/delivery.js';
import type { WebhookEventType } from '../domain/webhooks/event-types.js';
import type { Page, PageRequest } from './paging.js';

/** What the organisation says of an endpoint. */
export interface WebhookEndpointInput {
  readonly url: string;
  readonly description?: string;
  /** Absent: all events, those of later versions too. */
  readonly eventTypes?: readonly WebhookEventType[];
  readonly enabled: boolean;
}

/** Where an organisation's events are sent to. Its secrets stay in the repository. */
export interface WebhookEndpoint {
  readonly id: WebhookEndpointId;
  readonly organisationId: OrganisationId;
  /** Rises with every save; shown as ETag. */
  readonly revision: number;
  readonly url: string;
  readonly description?: string;
  readonly eventTypes?: readonly WebhookEventType[];
  readonly state: 'enabled' | 'disabled';
  readonly disabledBecause?: DisablingReason;
  readonly disabledAt?: Date;
  /** Events from this moment on are sent. */
  readonly enabledSince: Date;
  /** The first failure since the last success; absent while all is well. */
  readonly failingSince?: Date;
  /** Until then the secret before the current one signs too. */
  readonly previousSecretUntil?: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** How endpoints stand altogether. */
export interface WebhookOverview {
  /** Organisations with at least one enabled endpoint. */
  readonly organisationIds: readonly OrganisationId[];
  readonly failing: number;
  readonly disabled: number;
}

export interface WebhookEndpointRepository {
  /** `conflict` when the organisation has as many as it may have. */
  create(
    scope: Scope,
    created: {
      readonly id: WebhookEndpointId;
      readonly organisationId: OrganisationId;
      readonly input: WebhookEndpointInput;
      readonly secret: string;
      readonly at: Date;
    },
  ): Promise<WebhookEndpoint>;
  find(scope: Scope, of: WebhookEndpointKey): Promise<WebhookEndpoint | undefined>;
  /** All of an organisation, oldest first: there are never many. */
  list(scope: Scope, organisationId: OrganisationId): Promise<readonly WebhookEndpoint[]>;
  /** Undefined: no such endpoint; `conflict` when `ifRevision` is not the current one. Enabling forgets old failures. */
  save(
    scope: Scope,
    of: WebhookEndpointKey,
    input: WebhookEndpointInput,
    at: Date,
    ifRevision?: number,
  ): Promise<WebhookEndpoint | undefined>;
  /** False: there is no such endpoint. */
  remove(scope: Scope, of: WebhookEndpointKey): Promise<boolean>;
  /**
   * From now on this secret signs, and until `previousUntil` the one before as well. `conflict` when somebody else
   * changed the secret at the same moment.
   */
  changeSecret(
    scope: Scope,
    of: WebhookEndpointKey,
    secret: string,
    at: Date,
    previousUntil: Date,
  ): Promise<WebhookEndpoint | undefined>;
  /** The secrets that sign at a moment, the current one first. Empty: none can be opened with this installation's key. */
  signingSecrets(scope: Scope, of: WebhookEndpointKey, at: Date): Promise<readonly string[]>;
  overview(): Promise<WebhookOverview>;
  noteSuccess(of: WebhookEndpointKey): Promise<void>;
  /** Notes a failure and returns since when there were only failures. */
  noteFailure(of: WebhookEndpointKey, at: Date): Promise<Date>;
  /**
   * Disables an enabled endpoint.
   *
   * @param failingSince only if that still is the first failure since the last success.
   */
  disable(of: WebhookEndpointKey, because: DisablingReason, at: Date, failingSince?: Date): Promise<boolean>;
}

export interface WebhookEndpointKey {
  readonly organisationId: OrganisationId;
  readonly endpointId: WebhookEndpointId;
}

/** One event on its way to one endpoint, and the log of all attempts. */
export interface WebhookDelivery extends WebhookEndpointKey {
  readonly id: WebhookDeliveryId;
  readonly message: WebhookMessage;
  readonly state: DeliveryState;
  /** Why it was given up. */
  readonly end?: DeliveryEnd;
  readonly createdAt: Date;
  readonly nextAttemptAt?: Date;
  /** The last ones, oldest first. */
  readonly attempts: readonly WebhookAttempt[];
}

/** How a delivery stands after an attempt, or without one. */
export type DeliveryStanding =
  | { readonly state: 'pending'; readonly nextAttemptAt: Date }
  | { readonly state: 'delivered' }
  | { readonly state: 'failed'; readonly end: DeliveryEnd };

export interface WebhookDeliveryRepository {
  /** Stores it once: a delivery that is stored already stays as it is. */
  put(
    scope: Scope,
    delivery: Pick<WebhookDelivery, 'id' | 'organisationId' | 'endpointId' | 'message'>,
    at: Date,
  ): Promise<void>;
  find(scope: Scope, of: WebhookEndpointKey, id: WebhookDeliveryId): Promise<WebhookDelivery | undefined>;
  /** Newest first. */
  list(
    scope: Scope,
    of: WebhookEndpointKey,
    page: PageRequest & { readonly state?: DeliveryState },
  ): Promise<Page<WebhookDelivery>>;
  /** Writes an attempt into the log, if there was one, and how the delivery stands now. */
  settle(id: WebhookDeliveryId, standing: DeliveryStanding, attempt?: WebhookAttempt): Promise<void>;
  /** Makes it pending again; false: there is no such delivery. */
  reopen(scope: Scope, of: WebhookEndpointKey, id: WebhookDeliveryId, at: Date): Promise<boolean>;
  removeOf(scope: Scope, of: WebhookEndpointKey): Promise<void>;
}
