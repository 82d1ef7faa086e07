import type { Store } from '../../db/store.js';
import type { AttemptKey, AttemptOrder } from '../../domain/attempt.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import type { CallFacts, CallSearch, Telephony } from '../../providers/telephony/telephony.js';
import { quietly } from '../activity-failures.js';

/** How long before its deadline an order may have been dialled: longer than any attempt waits for a worker. */
const dialWindowMilliseconds = 45_000;

export interface PlacedCallSearch {
  readonly telephony: Telephony;
  readonly store: Pick<Store, 'calls'>;
}

/**
 * Looks for the call of an attempt whose SID nobody knows, by its numbers and time; calls that belong to other attempts
 * are left out. While MongoDB is away nothing is known about those, and the oldest call that fits is taken: at most one
 * call per number is placed at a time.
 *
 * @throws DomainError `unavailable` when the telephony provider does not answer.
 */
export async function findPlacedCall(
  { telephony, store }: PlacedCallSearch,
  search: Omit<CallSearch, 'claimed'>,
  key: AttemptKey,
): Promise<CallFacts | undefined> {
  const claimed = new Set<string>();
  for (;;) {
    const facts = await telephony.findCall({ ...search, claimed });
    if (facts === undefined) return undefined;
    const taken = await quietly('which calls belong to other attempts', () =>
      store.calls.claimedAmong([facts.sid], key),
    );
    if (taken?.has(facts.sid) !== true) return facts;
    claimed.add(facts.sid);
  }
}

/** The same for an order of which nobody knows which account took it. */
export async function findCallOnAnyAccount(
  dependencies: PlacedCallSearch & {
    /** The caller ID of outgoing calls, for accounts without a number of their own. */
    readonly callerId: PhoneNumber;
    readonly telephonyAccounts: readonly string[];
  },
  { key, dialBefore }: AttemptOrder,
  to: PhoneNumber,
  how: Pick<CallSearch, 'onlyLive'> = {},
): Promise<CallFacts | undefined> {
  const placedAfter = new Date(dialBefore - dialWindowMilliseconds);
  for (const account of dependencies.telephonyAccounts) {
    const search = { account, to, from: dependencies.callerId, placedAfter, ...how };
    const found = await findPlacedCall(dependencies, search, key);
    if (found !== undefined) return found;
  }
  return undefined;
}
