import type { EscalationPolicy, Money } from '../../domain/escalation/policy.js';
import type { OrderId } from '../../domain/identifiers.js';
import { approvedAmount, recordCost } from '../../domain/orders/costs.js';
import { decideOrder, type GivenAnswer } from '../../domain/orders/deciding.js';
import { defaultEscalationPolicy } from '../../domain/escalation/default-policy.js';
import { expireOrder, hasExpired } from '../../domain/orders/expiry.js';
import { lapseOrder } from '../../domain/orders/lapsing.js';
import type { OrderDecision, OrderView } from '../../domain/orders/order.js';
import { coverOf } from '../../domain/incident/override.js';
import { decideWithOverride, isCovered, startByOverride } from '../../domain/orders/overriding.js';
import { placeOrder } from '../../domain/orders/placing.js';
import { withdrawOrder } from '../../domain/orders/withdrawing.js';
import { sameTarget, targetKey } from '../../domain/target.js';
import type { Actor, TimelineEvent } from '../../domain/timeline.js';
import type { Journal } from '../journal.js';
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

  /** How much somebody may approve at a time, as the settings were read last; undefined: any amount. */
  limitOf(by: Actor): Money | undefined {
    return by.by === 'target' ? this.data.limits?.[targetKey(by.target)] : undefined;
  }

  /** `limit-too-low`: the question is not theirs, and nothing has changed. */
  decide(
    order: OrderView,
    given: Omit<GivenAnswer, 'limit'>,
  ): DecideOrderAnswer['decided'] | 'limit-too-low' {
    const { answer, decision } = given;
    const { by, means, at } = decision;
    const { decided, order: after } = decideOrder(order, { ...given, limit: this.limitOf(by) });
    if (decided === 'over' || decided === 'limit-too-low') return decided;
    this.#put(after);
    const told = { ...about(order), by, means };
    switch (decided) {
      case 'approved':
      case 'refused':
        this.journal.tell({ type: `order-${decided}`, ...told }, at);
        break;
      case 'ratified':
        this.journal.tell({ type: 'order-ratification-given', ...told, answer: 'ratified' }, at);
        break;
      case 'ratification-refused':
        this.journal.tell({ type: 'order-ratification-given', ...told, answer: 'refused' }, at);
        break;
      case 'excess-approved':
      case 'excess-refused': {
        const total = after.excess?.total ?? order.estimate;
        this.journal.tell({ type: 'excess-decided', ...told, total, answer }, at);
      }
    }
    return decided;
  }

  /** The override was decided, and with it what it answers for, as far as `upTo` reaches. */
  decideWithOverride(answer: 'ratified' | 'refused', decision: OrderDecision, upTo: Money): void {
    const { by, means, at } = decision;
    const before = this.all;
    const after = decideWithOverride(before, answer, decision, upTo);
    for (const [index, order] of after.entries()) {
      if (order === before[index]) continue;
      this.#put(order);
      const told = about(order);
      if (order.ratification?.withOverride === undefined) {
        this.journal.tell({ type: 'order-ratification-asked', ...told }, at);
      } else {
        const withOverride = true as const;
        this.journal.tell({ type: 'order-ratification-given', ...told, by, means, answer, withOverride }, at);
      }
    }
  }

  /** The time of asking is over: what nobody has answered stays unanswered. */
  lapse(now: number): void {
    for (const order of this.all) {
      const after = lapseOrder(order);
      if (after === order) continue;
      this.#put(after);
      const { ratification, excess } = after;
      if (ratification !== order.ratification) {
        this.journal.tell({ type: 'order-ratification-lapsed', ...about(order) }, now);
      }
      if (excess !== undefined && excess !== order.excess) {
        this.journal.tell({ type: 'excess-lapsed', ...about(order), total: excess.total }, now);
      }
    }
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
    // Settings that were saved before costs had a bound do not say.
    const saved: Partial<EscalationPolicy> = this.data.policy;
    const { costTolerancePercent = defaultEscalationPolicy.costTolerancePercent } = saved;
    const after = recordCost(order, { cost, by, at: now }, costTolerancePercent);
    if (after === undefined) return;
    this.#put(after);
    const isBeyond = after.excess !== undefined && after.excess.state !== 'approved';
    this.journal.tell(
      {
        type: 'cost-recorded',
        ...about(order),
        by,
        cost,
        ...(order.actual === undefined ? {} : { former: order.actual.cost }),
        ...(isBeyond ? { exceeds: approvedAmount(order) } : {}),
      },
      now,
    );
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
    const before = this.all;
    const after = startByOverride(before, coverOf(override), now);
    for (const [index, order] of after.entries()) {
      if (order === before[index]) continue;
      this.#put(order);
      const asked = isCovered(order) ? 'with-override' : 'asked';
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
