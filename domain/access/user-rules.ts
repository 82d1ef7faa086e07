import { DomainError } from '../errors.js';
import type { UserId } from '../identifiers.js';
import type { Principal } from '../timeline.js';
import { isOfDesk, type Role, type UserRole } from './role.js';

/** The roles that an organisation manager gives within their own organisation. */
const givenByManagers: readonly UserRole[] = ['organisation-manager', 'authorising-person'];

/** Whether somebody may give this role to somebody, and take it from them: the desk's leads all, managers their own kind. */
export function mayGiveRole(giver: Role, role: UserRole): boolean {
  if (giver === 'desk-lead' || giver === 'desk-service') return true;
  return giver === 'organisation-manager' && givenByManagers.includes(role);
}

/** @throws DomainError `forbidden` when the role is not theirs to give. */
export function refuseForeignRole(giver: Role, role: UserRole): void {
  if (mayGiveRole(giver, role)) return;
  throw new DomainError('forbidden', 'You cannot give or take this role.', [
    { path: '/role', message: 'is not yours to give or take' },
  ]);
}

/**
 * Nobody changes their own role or state: so nobody rises by themselves, and the last desk lead cannot lock everybody out.
 *
 * @throws DomainError `forbidden`.
 */
export function refuseOwnself(by: Principal, userId: UserId): void {
  if (by.by === 'user' && by.userId === userId) {
    throw new DomainError('forbidden', 'Nobody changes their own role, state or second factor here.');
  }
}

/** Whether an organisation belongs to a user of this role: everywhere but at the desk. */
export function belongsToOrganisation(role: UserRole): boolean {
  return !isOfDesk(role);
}

/** Whether this role has to sign in with a second factor. */
export function needsSecondFactor(role: UserRole, forDesk: 'required' | 'optional'): boolean {
  return forDesk === 'required' && isOfDesk(role);
}
