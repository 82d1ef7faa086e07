import type { OrganisationId } from '../../domain/identifiers.js';
import type { DataClass } from '../../domain/retention/data-class.js';
import type { RetainedItem } from '../../domain/retention/legal-hold.js';

/** What belongs to an item and stands outside of the database. */
export type OutsideTrace =
  /** The history of its workflow. Whoever removes it makes sure that it does not run any more. */
  | { readonly kind: 'workflow'; readonly workflowId: string }
  /** A call at the telephony provider, with the recordings of it that there may be. */
  | { readonly kind: 'call'; readonly account: string; readonly sid: string };

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
  /**
   * As things stand at this moment; whatever is gone is left out.
   *
   * @param options `named`: whether everybody who is named in the parts of an item is wanted, which has to be read for it.
   */
  read(ids: readonly string[], options: { readonly named: boolean }): Promise<readonly RetainedItem[]>;
  /** What of them stands elsewhere. Asked before anything is erased. */
  traces(ids: readonly string[]): Promise<readonly OutsideTrace[]>;
  /**
   * Deletes them: their parts first, and themselves only while they are out of use. Repeating it completes what was begun.
   *
   * @returns what is still there, since it was in use again at that moment.
   */
  erase(ids: readonly string[]): Promise<readonly string[]>;
}
