import type { Attempts } from '../../cases/cases.js';
import type { NumberLease, Store } from '../../db/store.js';
import type { AttemptKey, AttemptOrder, AttemptResult } from '../../domain/attempt.js';
import { leaseEnd } from '../../domain/number-line.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import type { CallHandle, Telephony } from '../../providers/telephony/telephony.js';
import { quietly } from '../activity-failures.js';
import { isAlive, outcomeOfCall } from './call-outcome.js';

/** What stands in the way of a dial. `unguarded`: MongoDB is away, and a call for help goes out all the same. */
export type LineState = 'taken' | 'joined' | 'occupied' | 'unguarded';

export interface PhoneLineDependencies {
  readonly store: Pick<Store, 'numberLeases' | 'calls'>;
  readonly telephony: Telephony;
  readonly attempts: Attempts;
  readonly now: () => number;
}

/** Whether a lease's call asks this attempt's question. */
export function asks(lease: NumberLease | undefined, key: AttemptKey): boolean {
  return lease?.orders.some((order) => isSameAttempt(order.key, key)) ?? false;
}

function isSameAttempt(one: AttemptKey, other: AttemptKey): boolean {
  return one.workflowId === other.workflowId && one.activityId === other.activityId;
}

/**
 * Takes the number for this order's call (X1). A line that is occupied by a call which is over already (its last
 * webhook was lost) is freed and taken.
 */
export async function takeLine(
  lines: PhoneLineDependencies,
  order: AttemptOrder,
  to: PhoneNumber,
): Promise<LineState> {
  const { store, telephony, now } = lines;
  const take = () =>
    quietly('the lease of the number', () =>
      store.numberLeases.take(to, order, new Date(leaseEnd(order, now()))),
    );
  const first = await take();
  if (first === undefined) return 'unguarded';
  const { lease, current } = first;
  if (lease !== 'occupied' || current.call === undefined) return lease;
  const call = current.call;
  const facts = await quietly('whether the line is still occupied', () => telephony.lookUpCall(call));
  if (facts === undefined || isAlive(facts)) return 'occupied';
  await freeLine(lines, to, call, outcomeOfCall(facts));
  return (await take())?.lease ?? 'unguarded';
}

/**
 * Frees the number after its call: questions that nobody has settled are settled with what became of the call. Failures
 * are only logged; a lease that stays behind expires, and an attempt that nobody settles is looked up by its workflow.
 */
export async function freeLine(
  { store, attempts }: PhoneLineDependencies,
  to: PhoneNumber,
  call: CallHandle,
  outcome: AttemptResult,
): Promise<void> {
  const open = await quietly('freeing the number', () => store.numberLeases.release(to, call.sid));
  await settleAll(attempts, open ?? [], outcome);
}

/** Takes a question off a line on which no call was placed; whoever has joined it meanwhile shares its fate. */
export async function giveUpLine(
  { store, attempts }: PhoneLineDependencies,
  order: AttemptOrder,
  to: PhoneNumber,
  outcome: AttemptResult,
): Promise<void> {
  const others = await quietly('freeing the number', () => store.numberLeases.abandon(to, order.key));
  // Who has only joined holds no lease that could be abandoned.
  await quietly('leaving the line', () => store.numberLeases.leave(to, order.key));
  await settleAll(attempts, others ?? [], outcome);
}

/** Remembers which call belongs to the attempt, so that webhooks, look-ups and whoever joins the call find it. */
export async function noteCall(
  { store }: Pick<PhoneLineDependencies, 'store'>,
  order: AttemptOrder,
  to: PhoneNumber,
  call: CallHandle,
): Promise<void> {
  const { sid, account } = call;
  await Promise.all([
    quietly('which call belongs to the attempt', () => store.calls.claim({ sid, account }, order, to)),
    quietly('the call on the lease', () => store.numberLeases.noteCall(to, order.key, { sid, account })),
  ]);
}

async function settleAll(
  attempts: Attempts,
  orders: readonly AttemptOrder[],
  outcome: AttemptResult,
): Promise<void> {
  await Promise.all(
    orders.map(({ key }) => quietly('settling a question', () => attempts.complete(key, outcome))),
  );
}
