import { notFound } from '../domain/errors.js';
import type { OrganisationId } from '../domain/identifiers.js';
import type { Scope } from '../domain/scope.js';
import { mayTouch } from '../domain/scope.js';

/** Narrows a query to what the scope may touch. Foreign documents are not forbidden: they do not exist. */
export function ownedBy(scope: Scope): { organisationId?: OrganisationId } {
  return scope.of === 'desk' ? {} : { organisationId: scope.organisationId };
}

/** @throws DomainError `not-found` when the organisation is foreign. */
export function assertMayTouch(scope: Scope, organisationId: OrganisationId): void {
  if (!mayTouch(scope, organisationId)) throw notFound('organisation');
}
