import type { OrganisationId } from '../../domain/identifiers.js';
import type { DataClass } from '../../domain/retention/data-class.js';
import type { TextTrace } from '../../domain/text-trace.js';
import type { PeopleSought, RetainedItem } from '../../domain/retention/legal-hold.js';

/** A call at the telephony provider, with the recordings of it that there may be. */
export interface CallTrace {
  readonly account: string;
  readonly sid: string;
}

/** What is about to be deleted, as it was found. */
export interface Erasure {
  /** To be deleted elsewhere first: nothing leads to them afterwards. */
  readonly calls: readonly CallTrace[];
  readonly texts: readonly TextTrace[];
  /**
   * Deletes the items: their parts first, and themselves only while they are out of use.
   *
   * @returns what is still there, since it was in use again at that moment.
   */
  erase(): Promise<readonly string[]>;
}

/** Where the data of one class stand, when their use ends, and how they are deleted (R1, R2). */
export interface RetentionClass {
  readonly dataClass: DataClass;
  /** Collections with data of this class, those of children before those of parents: so they are deleted. */
  readonly collections: readonly string[];
  /** Everything of the organisation whose use began before the moment, in batches. Identifiers only: nothing is decided by it. */
  begunBefore(
    organisationId: OrganisationId,
    moment: Date,
    batchSize: number,
  ): AsyncIterable<readonly string[]>;
  /** As things stand at this moment; whatever is gone is left out. */
  read(ids: readonly string[], sought: PeopleSought): Promise<readonly RetainedItem[]>;
  /** The workflow of an item; undefined: it has none. Whoever removes its history makes sure that it does not run any more. */
  workflowOf(id: string): string | undefined;
  /** Finds all that belongs to them. Doing it again, with what it leads to, completes what was begun. */
  prepare(ids: readonly string[]): Promise<Erasure>;
}
