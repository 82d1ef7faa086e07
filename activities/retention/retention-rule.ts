import type { Store } from '../../db/store.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import { retentionPolicyOf } from '../../domain/retention/retention-policy.js';
import type { RetentionRule } from '../../domain/retention/retention-verdict.js';
import { deskScope } from '../../domain/scope.js';

/** The rule as it is at this moment, with the revision of the settings that it comes from. */
export type CurrentRule = RetentionRule & { readonly settingsRevision: number };
export type ReadRetentionRule = (organisationId: OrganisationId) => Promise<CurrentRule>;

/** Read anew each time: neither a hold nor a longer period may come too late by a copy. */
export function createReadRetentionRule(
  store: Pick<Store, 'organisations' | 'retentionSettings' | 'legalHolds'>,
): ReadRetentionRule {
  return async (organisationId) => {
    const [organisation, settings, holds] = await Promise.all([
      store.organisations.find(deskScope, organisationId),
      store.retentionSettings.find(deskScope, organisationId),
      store.legalHolds.active(deskScope, organisationId),
    ]);
    return {
      policy: retentionPolicyOf(settings.periods),
      settingsRevision: settings.revision,
      holds,
      // The desk’s organisation has settings of its own only where somebody has saved some.
      timeZone: organisation?.settings.timeZone ?? 'UTC',
    };
  };
}
