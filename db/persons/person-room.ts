import type { KeptBecause } from '../../domain/persons/erasure-report.js';
import type { PersonTraces } from '../../domain/persons/person.js';
import type { Holding } from '../../domain/retention/legal-hold.js';

export type { Counted, Kept, KeptBecause } from '../../domain/persons/erasure-report.js';

/** Something that is stored about a person, as it is handed out to them. */
export interface PersonRecord {
  readonly collection: string;
  readonly id: string;
  /** JSON, without secrets: no hashes of passwords, no sealed keys, nothing about other people but their identifiers. */
  readonly data: unknown;
  /** Why an erasure at this moment would leave it; absent: it would go. */
  readonly stays?: KeptBecause;
}

/** Where data about people stand, how they are found, and how they are erased (R4). Any of it may be repeated. */
export interface PersonRoom {
  /** Every collection with data about people stands in a room, or has a reason why it does not: a test looks. */
  readonly collections: readonly string[];
  /**
   * Everything here about a person, however much it is. What was erased of a document is not told any more; so what an
   * erasure has taken is what stood here before, without what stands here afterwards.
   *
   * @param holds in force in their organisation; absent: nobody asks why anything would stay.
   */
  collect(person: PersonTraces, holds?: readonly Holding[]): AsyncIterable<PersonRecord>;
  /** Erases what does not stay. */
  erase(person: PersonTraces, holds: readonly Holding[]): Promise<void>;
}

export const notTheirsAlone: KeptBecause = { why: 'not-theirs-alone' };
export const inUse: KeptBecause = { why: 'in-use' };
