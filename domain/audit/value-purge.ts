import type { ValueBreak } from './value-verification.js';

/** The action of the entry that tells that old values were deleted; it stands in the chain before they go. */
export const valuesPurge = 'deleteAuditValues';

const through = /^through:(\d{1,15})$/;

/** What such an entry is about: values of entries up to a sequence. Those that are held stay all the same. */
export function purgedThrough(sequence: number): `through:${number}` {
  return `through:${sequence}`;
}

/** The sequence that it names; 0: it is about something else. */
export function sequenceOfPurge(what: unknown): number {
  const id = typeof what === 'object' && what !== null && 'id' in what ? what.id : undefined;
  const [, sequence = '0'] = typeof id === 'string' ? (through.exec(id) ?? []) : [];
  return Number(sequence);
}

/** Compares values that are missing with what authentic entries of the chain tell of their deletion (R2, X5). */
export interface PurgeVerification {
  /** An authentic entry. */
  saw(document: Readonly<Record<string, unknown>>): void;
  /** A break that may turn out to be none; undefined: it is one. */
  defer(found: ValueBreak): ValueBreak | undefined;
  /** After the last entry: what nothing explains. */
  problems(): Generator<ValueBreak>;
}

/** Missing values that wait for their explanation: no more stand in memory, however long the chain is. */
const mostDeferred = 10_000;

/**
 * The entry that tells of a deletion comes behind those whose values it deletes.
 *
 * @param claimed what the newest such entry in the database says, which nobody has verified yet: values up to there are looked
 *   at when the chain has been read. 0: there is none.
 */
export function createPurgeVerification(claimed: number): PurgeVerification {
  let proven = 0;
  let furthest: ValueBreak | undefined;
  const deferred: ValueBreak[] = [];
  return {
    saw({ action, what }) {
      if (action === valuesPurge) proven = Math.max(proven, sequenceOfPurge(what));
    },
    defer(found) {
      if (found.kind !== 'value-removed' || found.sequence > claimed) return found;
      furthest = found;
      if (deferred.length < mostDeferred) deferred.push(found);
      return undefined;
    },
    *problems() {
      yield* deferred.filter(({ sequence }) => sequence > proven);
      const isTold = furthest === undefined || furthest === deferred.at(-1);
      if (!isTold && furthest !== undefined && furthest.sequence > proven) yield furthest;
    },
  };
}
