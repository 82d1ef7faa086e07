import { invalidInput, notFound } from '../../domain/errors.js';
import type { AccountId } from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';

/**
 * The partner account that something is asked for: the asker's own, unless another one is named.
 *
 * @param part of the request in which it is named.
 * @throws DomainError `invalid-input` when the desk does not say for whom, `not-found` for whoever has no account.
 */
export function accountFor(scope: Scope, named: AccountId | undefined, part: 'body' | 'query'): AccountId {
  const accountId = named ?? (scope.of === 'account' ? scope.accountId : undefined);
  if (accountId !== undefined) return accountId;
  if (scope.of === 'organisation') throw notFound('partner account');
  throw invalidInput(`The ${part} of the request is not valid.`, [
    { path: '/accountId', message: 'is required' },
  ]);
}
