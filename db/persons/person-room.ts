import type { PersonTraces } from '../../domain/persons/person.js';

/** Something that is stored about a person, as it is handed out to them. */
export interface PersonRecord {
  readonly collection: string;
  readonly id: string;
  /** JSON, without secrets: no hashes of passwords, no sealed keys, nothing about other people but their identifiers. */
  readonly data: unknown;
}

/** Why something about a person has to stay. */
export type KeptBecause =
  /** A case that goes on, settings in force: it is erased when its use has ended. */
  | { readonly why: 'in-use' }
  | { readonly why: 'held'; readonly holdId: string }
  /** The work of others, or a record that has to be kept: it goes by its own period, and does not name them any more. */
  | { readonly why: 'not-theirs-alone' };

export interface Kept {
  readonly collection: string;
  readonly count: number;
  readonly because: KeptBecause;
}

export interface ErasedFromRoom {
  readonly erased: readonly { readonly collection: string; readonly count: number }[];
  readonly kept: readonly Kept[];
}

/** Where data about people stand, how they are found, and how they are erased (R4). Any of it may be repeated. */
export interface PersonRoom {
  /** Every collection with data about people stands in one room, or has a reason why it does not: a test looks. */
  readonly collections: readonly string[];
  /** Everything here about a person, in batches however much it is. */
  collect(person: PersonTraces): AsyncIterable<PersonRecord>;
  /** Erases what may go now. What was erased by an earlier try is not counted again by this one. */
  erase(person: PersonTraces): Promise<ErasedFromRoom>;
}
