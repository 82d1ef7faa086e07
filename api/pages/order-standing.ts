import type { OrderView } from '../../domain/orders/order.js';
import { approvalQuestion, openQuestion, type OpenQuestion } from '../../domain/orders/question.js';
import type { ApprovalLink } from '../../cases/link-tokens.js';
import { questionCode, ratificationCode, startCode } from '../../cases/question-code.js';

/** What became of an order, as far as whoever was asked about it wants to know. */
export type OrderOutcome =
  | 'approved'
  | 'refused'
  | 'expired'
  | 'withdrawn'
  /** Started by the override, and nobody is asked about it by itself. */
  | 'overridden'
  | 'ratified'
  | 'ratification-refused'
  | 'excess-approved'
  | 'excess-refused'
  /** Nobody has answered afterwards until the end of the asking. */
  | 'unanswered'
  /** The amount that was asked about is not the one that is asked about now. */
  | 'other-amount';

/** Whether somebody can decide about an order at this moment. */
export type OrderStanding =
  | { readonly is: 'asked'; readonly question: OpenQuestion }
  | { readonly is: 'over'; readonly outcome: OrderOutcome };

/**
 * What the link of an authorising person leads to. It is good for the one question that it was sent for (I9): while another
 * one is asked, it tells what became of its own.
 *
 * @param now epoch milliseconds.
 */
export function linkStanding(
  order: OrderView,
  // Of links that do not tell, no more is sure than that there was a first question.
  { questionCode: sentFor = startCode }: Pick<ApprovalLink, 'questionCode'>,
  now: number,
): OrderStanding {
  const standing = orderStanding(order, now);
  if (standing.is === 'over' || sentFor === questionCode(approvalQuestion(order, now))) return standing;
  const isOfAnAmount = sentFor !== startCode && sentFor !== ratificationCode;
  return { is: 'over', outcome: isOfAnAmount ? 'other-amount' : outcomeOf(order) };
}

/** @param now epoch milliseconds. */
function orderStanding(order: OrderView, now: number): OrderStanding {
  const question = openQuestion(order, now);
  return question === undefined ? { is: 'over', outcome: outcomeOf(order) } : { is: 'asked', question };
}

/** What was asked last has been decided last. */
function outcomeOf({ state, ratification, excess }: OrderView): OrderOutcome {
  switch (excess?.state) {
    case 'approved':
      return 'excess-approved';
    case 'refused':
      return 'excess-refused';
    case 'not-approved':
      return 'unanswered';
    case 'asked':
    case undefined:
  }
  switch (ratification?.state) {
    case 'ratified':
      return 'ratified';
    case 'refused':
      return 'ratification-refused';
    case 'not-ratified':
      return 'unanswered';
    case 'asked':
    case undefined:
  }
  // What is asked about no more, and was not decided, had its time.
  return state === 'asking' ? 'expired' : state;
}
