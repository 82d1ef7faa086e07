import type { Store } from '../../db/store.js';
import type { AttemptKey } from '../../domain/attempt.js';
import type { CallFacts, CallSearch, Telephony } from '../../providers/telephony/telephony.js';
import { quietly } from '../activity-failures.js';

/**
 * Looks for the call of an attempt whose SID nobody knows, by its numbers and time; calls that belong to other attempts
 * are left out. While MongoDB is away nothing is known about those, and the oldest call that fits is taken: at most one
 * call per number is placed at a time.
 *
 * @throws DomainError `unavailable` when the telephony provider does not answer.
 */
export async function findPlacedCall(
  { telephony, store }: { readonly telephony: Telephony; readonly store: Pick<Store, 'calls'> },
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
