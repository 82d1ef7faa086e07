import type { IncidentId, OrganisationId } from '../domain/identifiers.js';
import type { IncidentReport } from '../domain/incident/incident.js';
import type { Scope } from '../domain/scope.js';

/**
 * Free text first: an inert document written before its workflow starts or is updated. Its `_id` is the incident's,
 * note's or order's ID. It remembers the body's hash longer than Temporal remembers the workflow.
 */
export interface Intake {
  readonly id: string;
  readonly organisationId: OrganisationId;
  readonly kind: 'incident' | 'note' | 'order' | 'status-call';
  /**
   * The incident that a note or an order was written for: by it the words are found, and with it they go, also where it has refused them,
   * so that no timeline names them.
   */
  readonly caseId?: IncidentId;
  /** SHA-256 of the canonical request body; another hash under the same ID is another request (422). */
  readonly bodyHash: string;
  readonly report?: Omit<IncidentReport, 'organisationId'>;
  readonly text?: string;
  /** The number a caller or texter reached us from: how an unknown caller is called back. */
  readonly callerPhone?: string;
  /** How to start the workflow; the sweeper uses it. Plain data without personal contents. */
  readonly start?: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
  readonly startedAt?: Date;
}

/** An intake whose workflow has not been started, and how often starting it has failed. */
export type UnstartedIntake = Intake & { readonly startFailures: number };

export interface IntakeRepository {
  /** Stores the intake once; returns the stored one (which may have another body hash). Time limit 500 ms. */
  put(scope: Scope, intake: Intake): Promise<{ readonly created: boolean; readonly intake: Intake }>;
  find(scope: Scope, id: string): Promise<Intake | undefined>;
  markStarted(scope: Scope, id: string, at: Date): Promise<void>;
  /**
   * Intakes of incidents and status calls without a started workflow whose turn was before the moment: the turn of an
   * intake is its creation, and after a failed start what `stepBack` said. The longest waiting first.
   */
  unstarted(scope: Scope, turnBefore: Date, limit: number): Promise<readonly UnstartedIntake[]>;
  /** Its start has failed: the turn of others comes first. */
  stepBack(scope: Scope, id: string, nextTurnAt: Date): Promise<void>;
  /**
   * Intakes of incidents and status calls, created before the moment, whose cases nobody has noted yet; the oldest first.
   * For the auditor: whatever else is known of a case begins with its first projection.
   */
  awaitingCase(
    createdBefore: Date,
    limit: number,
  ): Promise<readonly Pick<Intake, 'id' | 'organisationId' | 'createdAt' | 'startedAt'>[]>;
  /** The cases of these intakes have been recorded: from now on they are watched by themselves. */
  noteCases(ids: Iterable<string>): Promise<void>;
  /** The incident of a note or an order has taken it, so that its timeline names it. */
  noteTaken(scope: Scope, id: string): Promise<void>;
  /** The text of notes and orders by their IDs. */
  texts(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
