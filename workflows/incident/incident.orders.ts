import type { UpdateDefinition } from '@temporalio/common';
import { currentUpdateInfo } from '@temporalio/workflow';
import type { OrderId } from '../../domain/identifiers.js';
import { isStarted } from '../../domain/orders/costs.js';
import type { OrderView } from '../../domain/orders/order.js';
import type { IncidentCase } from './incident.case.js';
import type { DirectoryReading } from './incident.directory.js';
import * as messages from './incident.messages.js';
import { reject } from './incident.rejection.js';

/** How an incident answers an update, see incident.workflow.ts. */
export type AnswerUpdates = <Answer, Message>(
  definition: UpdateDefinition<Answer, [Message]>,
  mustHold: () => void,
  handle: (message: Message) => Answer,
  prepare?: () => Promise<void>,
) => void;

/** What the messages about orders need of their workflow. */
export interface OrderMessagesAround {
  readonly incident: IncidentCase;
  readonly answer: AnswerUpdates;
  readonly mustBeOpen: () => void;
  /** Costs are told, and the override's orders ratified, as long as there is a workflow to tell. */
  readonly mustExist: () => void;
  readonly mustHaveFired: () => void;
  readonly directory: Pick<DirectoryReading, 'readAgain'>;
}

/** The messages about what costs: fee-based services, and the ratification of an override (I8, I9). */
export function answerOrderMessages(around: OrderMessagesAround): void {
  const { incident, answer, mustBeOpen, mustExist, mustHaveFired, directory } = around;
  const { orders, journal } = incident;

  answer(messages.placeOrder, mustBeOpen, (order) => {
    const isKnown = orders.find(order.orderId) !== undefined;
    if (!isKnown && orders.isFull) reject('TooManyOrders', 'The incident has as many orders as it can have.');
    if (order.sealed !== undefined) journal.keepText(order.sealed);
    if (!isKnown) incident.somethingFollowed(Date.now());
    return orders.place(order, Date.now());
  });
  answer(messages.withdrawOrder, mustExist, ({ by, orderId }) => {
    orders.withdraw(known(orderId), by, Date.now());
    return { order: known(orderId) };
  });
  answer(messages.recordCost, mustExist, ({ by, orderId, cost }) => {
    const order = known(orderId);
    if (!isStarted(order)) reject('OrderNotStarted', 'The order was never started, so it has cost nothing.');
    if (incident.isNewAnswer(currentUpdateInfo()?.id)) incident.costs.record(order, cost, by, Date.now());
    return { order: known(orderId) };
  });
  answer(
    messages.decideOrder,
    mustExist,
    ({ by, means, orderId, answer: given, amount }) => {
      const decided = incident.costs.decide(
        orderId,
        { answer: given, amount },
        { by, means, now: Date.now() },
        currentUpdateInfo()?.id,
      );
      switch (decided) {
        case 'unknown-order':
          return rejectUnknown();
        case 'not-authorised':
          return rejectOthers();
        case 'limit-too-low':
          return reject('MayNotApprove', 'The limit of this authorising person does not reach so far.');
        default:
          return decided;
      }
    },
    directory.readAgain,
  );
  answer(
    messages.giveRatification,
    mustHaveFired,
    ({ by, means, answer: given }) => {
      const told = { by, means, now: Date.now() };
      const decided = incident.costs.ratify(told, given, currentUpdateInfo()?.id);
      return decided === 'not-authorised' ? rejectOthers() : decided;
    },
    directory.readAgain,
  );

  function known(id: OrderId): OrderView {
    return orders.find(id) ?? rejectUnknown();
  }
}

function rejectOthers(): never {
  return reject('MayNotApprove', 'Only an authorising person of the organisation decides about it.');
}

function rejectUnknown(): never {
  return reject('UnknownOrder', 'The incident has no such order.');
}
