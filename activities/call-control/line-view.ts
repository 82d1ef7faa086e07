import type { NumberLease, Store } from '../../db/store.js';
import type { AttemptOrder } from '../../domain/attempt.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import type { CallHandle } from '../../providers/telephony/telephony.js';
import { quietly } from '../activity-failures.js';
import { asks } from '../attempts/phone-lines.js';

/** What MongoDB knows of an attempt's call. */
export type LineView =
  | { readonly store: 'away' }
  | {
      readonly store: 'there';
      readonly lease: NumberLease | undefined;
      /** The call still asks this attempt's question: nobody has answered it, and nobody has joined a conference on it. */
      readonly asking: boolean;
      /** The attempt's call: its own, or the one that it has joined. */
      readonly call: CallHandle | undefined;
    };

export async function viewLine(
  { store }: { readonly store: Pick<Store, 'numberLeases' | 'calls'> },
  order: AttemptOrder,
  to: PhoneNumber,
): Promise<LineView> {
  const known = await quietly('which call belongs to the attempt', () =>
    Promise.all([store.numberLeases.find(to), store.calls.sidOf(order.key)]),
  );
  if (known === undefined) return { store: 'away' };
  const [lease, own] = known;
  const asking = asks(lease, order.key);
  return { store: 'there', lease, asking, call: own ?? (asking ? lease?.call : undefined) };
}

/**
 * Takes the question off the call. `last`: it was the only one, so the call is needed no more. `shared`: others still
 * wait for their answers on it. `answered`: the person was quicker, and the call must not be touched.
 */
export async function leaveLine(
  { store }: { readonly store: Pick<Store, 'numberLeases'> },
  order: AttemptOrder,
  before: NumberLease,
): Promise<'last' | 'shared' | 'answered'> {
  const after = await store.numberLeases.leave(before.number, order.key);
  if (after === undefined) return 'last';
  if (after.orders.length > 0) return 'shared';
  // Settling takes all questions off and sets how long the line is occupied; leaving does not.
  return after.expiresAt.getTime() === before.expiresAt.getTime() ? 'last' : 'answered';
}
