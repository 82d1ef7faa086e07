import type { OrganisationId } from './identifiers.js';

/** Whose data a request may touch. Repositories cannot be asked without one; foreign things do not exist for it. */
export type Scope =
  { readonly of: 'desk' } | { readonly of: 'organisation'; readonly organisationId: OrganisationId };

/** For work that the system does by itself: workflows, webhooks, the sweeper and the auditor. */
export const deskScope: Scope = { of: 'desk' };

export function mayTouch(scope: Scope, organisationId: OrganisationId): boolean {
  return scope.of === 'desk' || scope.organisationId === organisationId;
}
