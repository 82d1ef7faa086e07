import type { Money } from '../escalation/policy.js';
import { isSameMoney, isWithinLimit } from './approver.js';
import type { OrderDecision, OrderView } from './order.js';
import { amountAsked, openQuestion } from './question.js';

/** What an authorising person answers. `approved` of what is started approves it afterwards. */
export type OrderAnswer = 'approved' | 'refused';

/** What came of an answer. `over`: it had been decided, had expired or was withdrawn before, or was given for another amount. */
export type Decided =
  | 'approved'
  | 'refused'
  | 'ratified'
  | 'ratification-refused'
  | 'excess-approved'
  | 'excess-refused'
  | 'over';

/** Something is asked of the authorising persons about this order by itself. */
export function isAsked(order: OrderView, now: number): boolean {
  return openQuestion(order, now) !== undefined;
}

/** An answer to an order, and for how much whoever gives it may answer. */
export interface GivenAnswer {
  readonly answer: OrderAnswer;
  readonly decision: OrderDecision;
  /** Of whoever answers; undefined: none. */
  readonly limit: Money | undefined;
  /** The amount that it was given for; undefined: whatever is asked about. */
  readonly amount?: Money | undefined;
}

/**
 * The first decision counts; a refusal is one. Whoever may not approve so much may not refuse it either: the question is
 * not theirs.
 */
export function decideOrder(
  order: OrderView,
  { answer, decision, limit, amount }: GivenAnswer,
): { readonly decided: Decided | 'limit-too-low'; readonly order: OrderView } {
  const question = openQuestion(order, decision.at);
  if (question === undefined) return { decided: 'over', order };
  const asked = amountAsked(order, decision.at);
  // What has become another amount meanwhile is another question.
  if (amount !== undefined && !isSameMoney(amount, asked)) return { decided: 'over', order };
  if (!isWithinLimit(limit, asked)) return { decided: 'limit-too-low', order };
  const isYes = answer === 'approved';
  switch (question) {
    case 'start': {
      const started = isYes ? { startedAt: decision.at } : {};
      return { decided: answer, order: { ...order, state: answer, decision, ...started } };
    }
    case 'ratification': {
      const ratification = { state: isYes ? 'ratified' : 'refused', decision } as const;
      return { decided: isYes ? 'ratified' : 'ratification-refused', order: { ...order, ratification } };
    }
    case 'excess': {
      const excess = { state: answer, total: asked, decision };
      return isYes
        ? { decided: 'excess-approved', order: { ...order, excess, approvedTotal: asked } }
        : { decided: 'excess-refused', order: { ...order, excess } };
    }
  }
}

/** What was decided about it last, for an answer that is told once more. */
export function decidedOf({ state, ratification, excess }: OrderView): Decided {
  if (excess?.decision !== undefined) {
    return excess.state === 'approved' ? 'excess-approved' : 'excess-refused';
  }
  if (state === 'approved' || state === 'refused') return state;
  if (ratification?.state === 'ratified') return 'ratified';
  return ratification?.state === 'refused' ? 'ratification-refused' : 'over';
}
