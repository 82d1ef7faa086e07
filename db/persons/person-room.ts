import type { KeptBecause } from '../../domain/persons/erasure-report.js';
import type { PersonTraces } from '../../domain/persons/person.js';
import type { TextTrace } from '../../domain/text-trace.js';
import type { Holding } from '../../domain/retention/legal-hold.js';
import type { CallTrace } from '../retention/retention-class.js';

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

/** What lies at the telephony provider. */
export interface OutsideTraces {
  readonly calls: readonly CallTrace[];
  readonly texts: readonly TextTrace[];
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
  /** Calls and texts at the telephony provider that go with what is erased here, and before it: nothing leads to them afterwards. */
  outside?(person: PersonTraces, holds: readonly Holding[]): Promise<OutsideTraces>;
  /** Erases what does not stay. */
  erase(person: PersonTraces, holds: readonly Holding[]): Promise<void>;
}

export const notTheirsAlone: KeptBecause = { why: 'not-theirs-alone' };
export const inUse: KeptBecause = { why: 'in-use' };

/** How a record tells why it stays; undefined: it would go. */
export function staying(because: KeptBecause | undefined): Pick<PersonRecord, 'stays'> {
  return because === undefined ? {} : { stays: because };
}
