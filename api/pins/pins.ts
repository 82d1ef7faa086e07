import type { PinOwner, PinRepository } from '../../db/store.js';
import { unavailable } from '../../domain/errors.js';
import { countTry, triesUntilLock } from '../../domain/organisation/pin-attempts.js';
import { deskScope, type Scope } from '../../domain/scope.js';
import type { PinCodes } from './pin-codes.js';

/** The PINs of authorising persons. Whoever handles digits keeps them out of logs, histories and recordings. */
export interface Pins {
  /** Sets or replaces the PIN, and lifts a lock. */
  set(scope: Scope, owner: PinOwner, digits: string): Promise<void>;
  /**
   * Whether this is the person's PIN. The answer is the same for a wrong one, for any while it is locked, and for somebody
   * who has none; all channels share the count of tries (domain/organisation/pin-attempts.ts).
   *
   * @throws DomainError `unavailable` when MongoDB does not answer: then nobody can tell.
   */
  verify(owner: PinOwner, digits: string): Promise<boolean>;
}

export interface PinDependencies {
  readonly pins: PinRepository;
  readonly codes: PinCodes;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export function createPins({ pins, codes, now }: PinDependencies): Pins {
  /** @returns the hash to compare with; undefined: no try is allowed, or there is no PIN. */
  async function beginTry(owner: PinOwner): Promise<string | undefined> {
    // Every round that is lost was a try of somebody else, and after so many of them it is locked. A PIN set anew or
    // entered rightly meanwhile begins the count again, which nobody does for long.
    for (let round = 0; round <= 2 * triesUntilLock; round += 1) {
      const found = await pins.find(deskScope, owner);
      if (found === undefined) return undefined;
      const counted = countTry(found.attempts, now());
      if (counted === undefined) return undefined;
      if (await pins.count(deskScope, owner, found.version, counted)) return found.hash;
    }
    throw unavailable('The check of PINs');
  }

  return {
    async set(scope, owner, digits) {
      await pins.save(scope, owner, await codes.hash(owner, digits), new Date(now()));
    },
    async verify(owner, digits) {
      const stored = await beginTry(owner);
      const isRight = await codes.matches(owner, digits, stored);
      if (stored !== undefined && isRight) await pins.forgetTries(deskScope, owner, stored);
      return isRight;
    },
  };
}
