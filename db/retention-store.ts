import type { OrganisationId } from '../domain/identifiers.js';
import type { RetentionSettings } from '../domain/retention/retention-settings.js';
import type { Scope } from '../domain/scope.js';

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
