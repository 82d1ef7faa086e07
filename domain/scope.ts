import type { AccountId, OrganisationId } from './identifiers.js';

/**
 * Whose data a request may touch. Repositories cannot be asked without one; foreign things do not exist for it.
 * Organisations have incidents, partner accounts have support cases: neither sees anything of the other kind.
 */
export type Scope =
  | { readonly of: 'desk' }
  | { readonly of: 'organisation'; readonly organisationId: OrganisationId }
  | { readonly of: 'account'; readonly accountId: AccountId };

/** For work that the system does by itself: workflows, webhooks, the sweeper and the auditor. */
export const deskScope: Scope = { of: 'desk' };

export function mayTouch(scope: Scope, organisationId: OrganisationId): boolean {
  return scope.of === 'desk' || (scope.of === 'organisation' && scope.organisationId === organisationId);
}

export function mayTouchAccount(scope: Scope, accountId: AccountId): boolean {
  return scope.of === 'desk' || (scope.of === 'account' && scope.accountId === accountId);
}
