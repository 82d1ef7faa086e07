import type { OrganisationId, RetentionRunId } from '../identifiers.js';
import type { Principal } from '../timeline.js';
import type { DataClass } from './data-class.js';
import type { KeptFor } from './retention-policy.js';

/** One purge of an organisation: by the schedule once a day, or because somebody has started it. */
export interface RetentionRun {
  readonly id: RetentionRunId;
  readonly organisationId: OrganisationId;
  /** What is judged is judged as of no later moment, whatever a worker's clock says. */
  readonly startedAt: Date;
  /** Absent: the schedule. */
  readonly startedBy?: Principal;
  /** Absent: it has not ended. */
  readonly certificate?: DeletionCertificate;
}

/**
 * What goes together. `claimed`: it is being looked at for the last time; nothing has been deleted. `decided`: it goes, and
 * whoever finds it so deletes what is left of it. `done`: it is gone, and only hashes of its identifiers remain.
 */
export type PurgeBatchState = 'claimed' | 'decided' | 'done';

export interface PurgeBatch {
  readonly id: string;
  readonly runId: RetentionRunId;
  readonly organisationId: OrganisationId;
  readonly dataClass: DataClass;
  readonly state: PurgeBatchState;
  /** Empty as soon as it is done. */
  readonly ids: readonly string[];
  /** SHA-256 of each identifier, hex, sorted; empty until it is done. */
  readonly hashes: readonly string[];
  readonly at: Date;
}

/** What was deleted of one class. */
export interface PurgedClass {
  readonly dataClass: DataClass;
  readonly keptFor: KeptFor;
  readonly count: number;
  /**
   * SHA-256 over the hashes of all identifiers, each as a text of hex digits, in the order in which they are listed, hex: whoever
   * has the hashes can prove that they are those.
   */
  readonly digest: string;
  /** Not all of it could be deleted, e.g. since a provider has refused for hours: the next run goes on with it. Absent: all was. */
  readonly isUnfinished?: true;
}

/** Something that was deleted, as far as its identifier still shows it. */
export interface Deletion {
  readonly dataClass: DataClass;
  readonly runId: RetentionRunId;
  /** When it was found to have outlived its period. */
  readonly at: Date;
}

/** What remains of what was deleted (R2): no personal data, and nothing by which somebody could be found. */
export interface DeletionCertificate {
  /** Epoch milliseconds. */
  readonly endedAt: number;
  readonly ruleVersion: number;
  /** Of the settings that counted at the end. */
  readonly settingsRevision: number;
  readonly timeZone: string;
  readonly classes: readonly PurgedClass[];
}
