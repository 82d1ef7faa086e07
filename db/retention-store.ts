import type { LegalHoldId, OrganisationId, RetentionRunId } from '../domain/identifiers.js';
import type { DataClass } from '../domain/retention/data-class.js';
import type { HeldSubject, LegalHold } from '../domain/retention/legal-hold.js';
import type {
  BatchOwner,
  Deletion,
  DeletionCertificate,
  PurgeBatch,
  RetentionRun,
} from '../domain/retention/retention-run.js';
import type { RetentionSettings } from '../domain/retention/retention-settings.js';
import type { Scope } from '../domain/scope.js';
import type { Page, PageRequest } from './paging.js';

export type { CallTrace, Erasure, RetentionClass } from './retention/retention-class.js';

/** What organisations keep for how long, and their report plans (E4, R3). */
export interface RetentionSettingsRepository {
  /** Revision 0 where nothing was saved. */
  find(scope: Scope, organisationId: OrganisationId): Promise<RetentionSettings>;
  /** Of organisations that want reports, those behind this one in the order of their identifiers. */
  withReports(after: OrganisationId | undefined, limit: number): Promise<readonly RetentionSettings[]>;
  /**
   * Replaces exactly what was read.
   *
   * @param settings with the revision that was read.
   * @throws ChangedMeanwhileError when somebody has saved since. DomainError `not-found` when the organisation is foreign.
   */
  replace(scope: Scope, settings: RetentionSettings, at: Date): Promise<RetentionSettings>;
}

/** What must not be deleted, whatever its period says (R2). */
export interface LegalHoldRepository {
  create(scope: Scope, hold: Omit<LegalHold, 'released'>): Promise<LegalHold>;
  find(scope: Scope, organisationId: OrganisationId, id: LegalHoldId): Promise<LegalHold | undefined>;
  /** Newest first. */
  list(
    scope: Scope,
    query: PageRequest & { readonly organisationId: OrganisationId },
  ): Promise<Page<LegalHold>>;
  /** Once only: a hold that was released stays as it was released. undefined: there is none. */
  release(
    scope: Scope,
    organisationId: OrganisationId,
    id: LegalHoldId,
    released: NonNullable<LegalHold['released']>,
  ): Promise<LegalHold | undefined>;
  /** Those that have not been released. */
  active(scope: Scope, organisationId: OrganisationId): Promise<readonly LegalHold[]>;
}

/** Purges, what they have decided, and their certificates. */
export interface RetentionRunRepository {
  /** The run that is stored: an earlier one where the ID exists. */
  begin(scope: Scope, run: Omit<RetentionRun, 'certificate'>): Promise<RetentionRun>;
  find(scope: Scope, organisationId: OrganisationId, id: RetentionRunId): Promise<RetentionRun | undefined>;
  /** Newest first. */
  list(
    scope: Scope,
    query: PageRequest & { readonly organisationId: OrganisationId },
  ): Promise<Page<RetentionRun>>;
  /** Organisations in which some run has ended at this moment or later with nothing unfinished. */
  endedSince(scope: Scope, moment: Date): Promise<ReadonlySet<OrganisationId>>;
  /** When a run of it has ended last with nothing unfinished, in epoch milliseconds; undefined: none has. */
  lastEnd(scope: Scope, organisationId: OrganisationId): Promise<number | undefined>;
  /** Once only: the certificate that is stored. */
  finish(
    scope: Scope,
    organisationId: OrganisationId,
    id: RetentionRunId,
    certificate: DeletionCertificate,
  ): Promise<DeletionCertificate>;
  /** Nothing is deleted that does not stand in a batch. */
  claim(scope: Scope, batch: Omit<PurgeBatch, 'state' | 'hashes'>): Promise<void>;
  /**
   * Settles who has what several batches of a class name, whoever owns them. What is decided stays where it is; what is claimed only
   * goes to the batch whose identifier is smaller, and is taken from the other one, which may have looked before this one was there.
   * What a batch has lost it does not get back, also when the other one withdraws: it is left to the next run.
   *
   * @returns what is left to this batch. Whoever reads it afterwards does not find what others have settled by then.
   */
  contend(
    scope: Scope,
    batch: Pick<PurgeBatch, 'id' | 'organisationId' | 'dataClass'>,
  ): Promise<readonly string[]>;
  /**
   * From now on these go, as far as the batch still has them, and nothing else of it. Once only.
   *
   * @returns what goes: what somebody else has decided before, or nothing where the batch was withdrawn, or has lost everything.
   */
  decide(
    scope: Scope,
    batch: Pick<PurgeBatch, 'id' | 'organisationId'>,
    ids: readonly string[],
  ): Promise<readonly string[]>;
  /** Nothing of it goes. */
  withdraw(scope: Scope, batch: Pick<PurgeBatch, 'id' | 'organisationId'>): Promise<void>;
  /** It is gone, and counts for the run of the batch: the one that completed it. */
  settle(
    scope: Scope,
    batch: Pick<PurgeBatch, 'id' | 'organisationId' | 'runId'>,
    hashes: readonly string[],
  ): Promise<void>;
  /** What an earlier run, or an earlier try of the same erasure, has left behind. */
  unsettled(
    scope: Scope,
    organisationId: OrganisationId,
    dataClass: DataClass,
    owner: BatchOwner,
  ): Promise<readonly PurgeBatch[]>;
  /**
   * Whether something of it may be on its way at this moment, so that a hold on it comes too late. Nobody knows whom an item names
   * whose parts are half gone: so whatever goes may be of a person.
   */
  mayBeGoing(scope: Scope, organisationId: OrganisationId, subject: HeldSubject): Promise<boolean>;
  /** What was deleted under the identifier of this hash, whether or not the run has ended. */
  deletionsOf(scope: Scope, organisationId: OrganisationId, hash: string): Promise<readonly Deletion[]>;
  /**
   * The same hashes as below, in the same order; a page begins and ends anywhere in a batch. Each that was there before the first page
   * is listed once; of a run that goes on, later ones may come where a page has been before. Runs of others have none.
   */
  hashesPage(
    scope: Scope,
    run: Pick<RetentionRun, 'id' | 'organisationId'>,
    dataClass: DataClass,
    page: PageRequest,
  ): Promise<Page<string>>;
  /** Hashes of the identifiers of what a run has deleted of a class, in batches, each of them sorted. */
  hashes(
    scope: Scope,
    run: Pick<RetentionRun, 'id' | 'organisationId'>,
    dataClass: DataClass,
  ): AsyncIterable<readonly string[]>;
}
