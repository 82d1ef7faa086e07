import type { Store } from '../../db/store.js';
import { notFound } from '../../domain/errors.js';
import type { IncidentId, OrderId, OrganisationId, TravellerId } from '../../domain/identifiers.js';
import type { OrderView } from '../../domain/orders/order.js';
import type { Scope } from '../../domain/scope.js';
import type { CaseReading } from './case-reading.js';
import { ifKnown } from './time-limit.js';

/** The orders of an incident, and whose they are. */
export interface ReadOrders {
  readonly organisationId: OrganisationId;
  /** Absent: nobody knows whose incident it is. */
  readonly travellerId: TravellerId | undefined;
  readonly orders: readonly OrderView[];
}

export interface ReadOrder {
  readonly organisationId: OrganisationId;
  /** Absent: nobody knows whose incident it is. */
  readonly travellerId: TravellerId | undefined;
  readonly order: OrderView;
}

/** Reads orders as their incident knows them. Errors: `not-found`, also for another organisation's; `unavailable`. */
export interface OrderReading {
  all(scope: Scope, incidentId: IncidentId): Promise<ReadOrders>;
  one(scope: Scope, incidentId: IncidentId, orderId: OrderId): Promise<ReadOrder>;
  /** What exactly was ordered; undefined when nobody can tell now. */
  descriptionOf(scope: Scope, orderId: OrderId): Promise<string | undefined>;
}

/** How long the running workflow is waited for. Milliseconds. */
const patience = 1_500;

export function createOrderReading({
  reading,
  intakes,
}: {
  readonly reading: Pick<CaseReading, 'incident' | 'runningIncident'>;
  readonly intakes: Pick<Store['intakes'], 'texts'>;
}): OrderReading {
  /** The workflow's own word where it can be had: what was placed or decided a moment ago is in it. */
  async function all(scope: Scope, incidentId: IncidentId): Promise<ReadOrders> {
    const read = await reading.incident(scope, incidentId);
    const { organisationId, travellerId } = read.from === 'view' ? read.view : read.start;
    const isOver = read.from === 'view' && read.view.state === 'archived';
    const running = isOver ? undefined : await reading.runningIncident(incidentId, patience);
    const stored = read.from === 'view' ? read.view.orders : undefined;
    return { organisationId, travellerId, orders: (running === undefined ? stored : running.orders) ?? [] };
  }

  return {
    all,
    async one(scope, incidentId, orderId) {
      const { organisationId, travellerId, orders } = await all(scope, incidentId);
      const order = orders.find(({ id }) => id === orderId);
      if (order === undefined) throw notFound('order');
      return { organisationId, travellerId, order };
    },
    async descriptionOf(scope, orderId) {
      const texts = await ifKnown(1_000, () => intakes.texts(scope, [orderId]));
      return texts?.get(orderId);
    },
  };
}
