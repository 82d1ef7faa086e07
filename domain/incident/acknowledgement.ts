import type { Acknowledgement } from '../case-record.js';
import { sameTarget } from '../target.js';
import type { Actor } from '../timeline.js';

/** Whether two actors are the same person, user, token or rule. */
export function sameActor(one: Actor, other: Actor): boolean {
  if (one.by === 'target' && other.by === 'target') return sameTarget(one.target, other.target);
  if (one.by === 'token' && other.by === 'token') return one.tokenId === other.tokenId;
  if (one.by === 'user' && other.by === 'user') return one.userId === other.userId;
  return one.by === other.by && one.by === 'rule';
}

/** Adds an acknowledgement, or renews the one its giver has already given. Times are epoch milliseconds. */
export function acknowledgeBy(
  acknowledgements: readonly Acknowledgement[],
  by: Actor,
  at: number,
  expiresAt: number,
): readonly Acknowledgement[] {
  return [...acknowledgements.filter((given) => !sameActor(given.by, by)), { by, at, expiresAt }];
}

/** Something follows on the acknowledgements: they are good for another while (I7). */
export function renewAll(
  acknowledgements: readonly Acknowledgement[],
  expiresAt: number,
): readonly Acknowledgement[] {
  return acknowledgements.map((given) => ({ ...given, expiresAt: Math.max(given.expiresAt, expiresAt) }));
}

/** Parts those that are still in force from those on which nothing followed in time (I7). */
export function partExpired(
  acknowledgements: readonly Acknowledgement[],
  now: number,
): { readonly inForce: readonly Acknowledgement[]; readonly expired: readonly Acknowledgement[] } {
  return {
    inForce: acknowledgements.filter(({ expiresAt }) => expiresAt > now),
    expired: acknowledgements.filter(({ expiresAt }) => expiresAt <= now),
  };
}
