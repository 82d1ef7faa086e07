import type { Money } from '../../domain/escalation/policy.js';
import type { OrderId } from '../../domain/identifiers.js';
import { recordCost } from '../../domain/orders/costs.js';
import { decideOrder, type OrderAnswer } from '../../domain/orders/deciding.js';
import { expireOrder, hasExpired } from '../../domain/orders/expiry.js';
import type { OrderView } from '../../domain/orders/order.js';
import { startByOverride } from '../../domain/orders/overriding.js';
import { placeOrder } from '../../domain/orders/placing.js';
import { withdrawOrder } from '../../domain/orders/withdrawing.js';
import { sameTarget, targetKey } from '../../domain/target.js';
import type { Actor, TimelineEvent } from '../../domain/timeline.js';
import type { Journal } from '../journal.js';
import type { Deed } from './incident.case.js';
import type { DecideOrderAnswer, PlaceOrder, PlaceOrderAnswer } from './incident.messages.js';
import type { IncidentData } from './incident.state.js';

/** More than any incident needs; each of them travels with every record of the incident. */
const mostOrders = 50;

/** How the fee-based services of an incident change (I9). Every change tells the journal; nothing waits or reads a clock. */
export class OrderBook {
  constructor(
    private readonly data: IncidentData,
    private readonly journal: Journal,
  ) {}

  get all(): readonly OrderView[] {
    return this.data.orders ?? [];
  }

  get isFull(): boolean {
    return this.all.length >= mostOrders;
  }

  find(id: OrderId): OrderView | undefined {
    return this.all.find((order) => order.id === id);
  }

  /** Asked about, or started at once where the override has fired. The same order again changes nothing. */
  place({ by, orderId, service, estimate, expiresInSeconds }: PlaceOrder, now: number): PlaceOrderAnswer {
    const known = this.find(orderId);
    if (known !== undefined) return { order: known, again: true };
    const order = placeOrder(
      {
        id: orderId,
        service,
        estimate,
        orderedBy: by,
        orderedAt: now,
        ...(expiresInSeconds === undefined ? {} : { expiresInSeconds }),
      },
      this.data.policy,
    );
    this.data.orders = [...this.all, order];
    const until = this.data.override.state === 'fired' ? {} : { expiresAt: order.expiresAt };
    this.journal.tell({ type: 'order-placed', ...about(order), by, ...until }, now);
    this.startOverridden(now);
    return { order: this.find(orderId) ?? order };
  }

  /**
   * Whether somebody may answer for so much at all: an authorising person of the organisation, as its settings were read
   * last. Their limit is judged with their answer.
   */
  mayDecide(by: Actor): boolean {
    return by.by === 'target' && this.data.authorising.some((target) => sameTarget(target, by.target));
  }

  /** `limit-too-low`: the question is not theirs, and nothing has changed. */
  decide(
    order: OrderView,
    answer: OrderAnswer,
    { by, means, now }: Deed,
  ): DecideOrderAnswer['decided'] | 'limit-too-low' {
    const limit = by.by === 'target' ? this.data.limits?.[targetKey(by.target)] : undefined;
    const { decided, order: after } = decideOrder(order, answer, { by, means, at: now }, limit);
    if (decided === 'over' || decided === 'limit-too-low') return decided;
    this.#put(after);
    const told = { ...about(order), by, means };
    if (decided === 'approved' || decided === 'refused') {
      this.journal.tell({ type: `order-${decided}`, ...told }, now);
    } else {
      const given = decided === 'ratified' ? 'ratified' : 'refused';
      this.journal.tell({ type: 'order-ratification-given', ...told, answer: given }, now);
    }
    return decided;
  }

  /** Nothing happens to what has been decided, or was withdrawn before. */
  withdraw(order: OrderView, by: Actor, now: number): void {
    const after = withdrawOrder(order);
    if (after === order) return;
    this.#put(after);
    this.journal.tell({ type: 'order-withdrawn', ...about(order), by }, now);
  }

  /** The incident is closed: nobody is asked for what nobody needs any more. */
  withdrawAll(now: number): void {
    for (const order of this.all) this.withdraw(order, { by: 'rule' }, now);
  }

  /** What was never started has cost nothing: then nothing happens. */
  recordCost(order: OrderView, cost: Money, by: Actor, now: number): void {
    const after = recordCost(order, { cost, by, at: now });
    if (after === undefined) return;
    this.#put(after);
    const replaced = order.actual === undefined ? {} : { former: order.actual.cost };
    this.journal.tell({ type: 'cost-recorded', ...about(order), by, cost, ...replaced }, now);
  }

  /** @param through what expires later goes on. */
  expire(through: number, now: number): void {
    for (const order of this.all) {
      if (!hasExpired(order, through)) continue;
      this.#put(expireOrder(order, through));
      this.journal.tell({ type: 'order-expired', ...about(order) }, now);
    }
  }

  /** A fired override starts whatever is asked about (I8). Without one nothing happens. */
  startOverridden(now: number): void {
    const { override } = this.data;
    if (override.state !== 'fired') return;
    const { ceiling, ratification } = override;
    const before = this.all;
    const after = startByOverride(before, { ceiling, isRefused: ratification === 'refused' }, now);
    for (const [index, order] of after.entries()) {
      if (order === before[index]) continue;
      this.#put(order);
      const asked = order.ratification === undefined ? 'with-override' : 'asked';
      this.journal.tell({ type: 'order-overridden', ...about(order), ratification: asked }, now);
    }
  }

  #put(order: OrderView): void {
    this.data.orders = this.all.map((each) => (each.id === order.id ? order : each));
  }
}

function about({
  id,
  service,
  estimate,
}: OrderView): Pick<
  Extract<TimelineEvent, { readonly type: 'order-expired' }>,
  'orderId' | 'service' | 'estimate'
> {
  return { orderId: id, service, estimate };
}
