import { trusted } from 'mongoose';
import { notFound } from '../domain/errors.js';
import type { AccountId, OrganisationId } from '../domain/identifiers.js';
import type { Scope } from '../domain/scope.js';
import { mayTouch, mayTouchAccount } from '../domain/scope.js';

const none = () => trusted({ $in: [] });

/**
 * Narrows a query for what belongs to organisations to what the scope may touch. Foreign documents are not forbidden: they
 * do not exist.
 */
export function ownedBy(scope: Scope): { organisationId?: OrganisationId | ReturnType<typeof none> } {
  switch (scope.of) {
    case 'desk':
      return {};
    case 'organisation':
      return { organisationId: scope.organisationId };
    case 'account':
      return { organisationId: none() };
  }
}

/** The same for what belongs to partner accounts (C8). */
export function ownedByAccount(scope: Scope): { accountId?: AccountId | ReturnType<typeof none> } {
  switch (scope.of) {
    case 'desk':
      return {};
    case 'account':
      return { accountId: scope.accountId };
    case 'organisation':
      return { accountId: none() };
  }
}

/** The same for what belongs to either of them, or to the desk alone: its users. */
export function ownedByTenant(scope: Scope): { organisationId?: OrganisationId; accountId?: AccountId } {
  switch (scope.of) {
    case 'desk':
      return {};
    case 'organisation':
      return { organisationId: scope.organisationId };
    case 'account':
      return { accountId: scope.accountId };
  }
}

/** The same for what is the desk's alone. */
export function ownedByDesk(scope: Scope): { _id?: ReturnType<typeof none> } {
  return scope.of === 'desk' ? {} : { _id: none() };
}

/** @throws DomainError `not-found` when the organisation is foreign. */
export function assertMayTouch(scope: Scope, organisationId: OrganisationId): void {
  if (!mayTouch(scope, organisationId)) throw notFound('organisation');
}

/** @throws DomainError `not-found` when the partner account is foreign. */
export function assertMayTouchAccount(scope: Scope, accountId: AccountId): void {
  if (!mayTouchAccount(scope, accountId)) throw notFound('partner account');
}
