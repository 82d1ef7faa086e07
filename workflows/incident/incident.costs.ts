import { defaultEscalationPolicy } from '../../domain/escalation/default-policy.js';
import type { EscalationPolicy, Money } from '../../domain/escalation/policy.js';
import type { OrderId } from '../../domain/identifiers.js';
import { takeAnswer } from '../../domain/incident/taken-answers.js';
import { decidedOf, type OrderAnswer } from '../../domain/orders/deciding.js';
import type { ApprovalQuestion, OrderView } from '../../domain/orders/order.js';
import type { Target } from '../../domain/target.js';
import type { Actor } from '../../domain/timeline.js';
import type { Journal } from '../journal.js';
import type { Notices } from '../notices.js';
import type { Deed, IncidentCase } from './incident.case.js';
import type { DecideOrderAnswer, GiveRatificationAnswer } from './incident.messages.js';
import type { OrderBook } from './incident.order-book.js';
import type { Ratification } from './incident.ratification.js';
import type { IncidentData } from './incident.state.js';

/**
 * What is asked and answered about costs, of orders and of the override (I8, I9). Only an answer that counts is remembered,
 * so that one which came too late is told so again.
 */
export class Costs {
  constructor(
    private readonly data: IncidentData,
    private readonly journal: Journal,
    private readonly notices: Pick<Notices, 'add'>,
    private readonly incident: Pick<IncidentCase, 'isNewAnswer' | 'somethingFollowed'> & {
      readonly orders: OrderBook;
      readonly ratification: Ratification;
    },
  ) {}

  /** An authorising person is asked by text and mail, beside the call (I9). */
  askInWriting(target: Target, approval: ApprovalQuestion): void {
    this.notices.add({ kind: 'approval-asked', to: [target], approval });
  }

  /**
   * An authorising person has decided about an order.
   *
   * @param amount that it is given for; undefined: whatever is asked about.
   * @returns `unknown-order`: nothing has changed; `limit-too-low` and `not-authorised`: that stands in the timeline only.
   */
  decide(
    id: OrderId,
    { answer, amount }: { readonly answer: OrderAnswer; readonly amount?: Money | undefined },
    deed: Deed,
    answerId: string | undefined,
  ): DecideOrderAnswer | 'unknown-order' | 'limit-too-low' | 'not-authorised' {
    const { orders } = this.incident;
    const order = orders.find(id);
    if (order === undefined) return 'unknown-order';
    if (this.#hasCounted(answerId)) return { decided: decidedOf(order), state: order.state, again: true };
    if (!orders.mayDecide(deed.by)) return this.#notCounted('not-authorised', deed, answerId, id);
    const decision = { by: deed.by, means: deed.means, at: deed.now };
    const decided = orders.decide(order, { answer, amount, decision });
    if (decided === 'limit-too-low') return this.#notCounted(decided, deed, answerId, id);
    if (decided === 'over') return { decided, state: order.state };
    this.#count(answerId, deed);
    return { decided, state: orders.find(id)?.state ?? order.state };
  }

  /**
   * Somebody answers for the override afterwards.
   *
   * @returns `not-authorised`: that stands in the timeline only.
   */
  ratify(
    deed: Deed,
    answer: 'ratified' | 'refused',
    answerId: string | undefined,
  ): GiveRatificationAnswer | 'not-authorised' {
    const { orders, ratification } = this.incident;
    if (this.#hasCounted(answerId)) {
      return { decided: orders.mayDecide(deed.by) ? answer : 'word-recorded', again: true };
    }
    const decided = ratification.give(answer, deed);
    if (decided === 'not-authorised') return this.#notCounted(decided, deed, answerId);
    if (decided !== 'over') this.#count(answerId, deed);
    return { decided };
  }

  /** What an order has cost in fact. What exceeds what was approved is asked about, also after the closure. */
  record(order: OrderView, cost: Money, by: Actor, now: number): void {
    const { orders } = this.incident;
    orders.recordCost(order, cost, by, now);
    if (this.data.state === 'closed' && orders.find(order.id)?.excess?.state === 'asked') {
      this.data.askedUntil = this.askedUntil(now);
    }
  }

  /** Until when somebody is asked who is asked from now on, and the incident is closed. */
  askedUntil(now: number): number {
    // Settings that were saved before the asking had an end do not say.
    const policy: Partial<EscalationPolicy> = this.data.policy;
    const { ratificationExpirySeconds = defaultEscalationPolicy.ratificationExpirySeconds } = policy;
    return now + ratificationExpirySeconds * 1000;
  }

  /** An answer that decides nothing stands in the timeline all the same, whichever way it has come: once. */
  #notCounted<Why extends 'not-authorised' | 'limit-too-low'>(
    why: Why,
    { by, means, now }: Deed,
    answerId: string | undefined,
    orderId?: OrderId,
  ): Why {
    const noted = takeAnswer(this.data.answersNotCounted ?? [], answerId);
    if (noted === undefined) return why;
    this.data.answersNotCounted = noted;
    const about = orderId === undefined ? {} : { orderId };
    this.journal.tell({ type: 'answer-not-counted', by, means, why, ...about }, now);
    return why;
  }

  #hasCounted(answerId: string | undefined): boolean {
    return answerId !== undefined && this.data.answersTaken?.includes(answerId) === true;
  }

  #count(answerId: string | undefined, { now }: Deed): void {
    this.incident.isNewAnswer(answerId);
    this.incident.somethingFollowed(now);
  }
}
