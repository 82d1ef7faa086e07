import { DomainError, invalidInput } from '../errors.js';
import type { AccountId, OrganisationId, UserId } from '../identifiers.js';
import type { Principal } from '../timeline.js';
import { isOfDesk, isOfPartner, type Role, type UserRole } from './role.js';
import type { Belonging } from './user.js';

/** The roles that an organisation manager gives within their own organisation. */
const givenByManagers: readonly UserRole[] = ['organisation-manager', 'authorising-person'];

/** Whether somebody may give this role to somebody, and take it from them: the desk's leads all, others their own kind. */
export function mayGiveRole(giver: Role, role: UserRole): boolean {
  if (giver === 'desk-lead' || giver === 'desk-service') return true;
  if (giver === 'partner-admin') return isOfPartner(role);
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

/** To whom a user of this role belongs. */
export function belongsTo(role: UserRole): 'desk' | 'organisation' | 'account' {
  if (isOfDesk(role)) return 'desk';
  return isOfPartner(role) ? 'account' : 'organisation';
}

/**
 * To whom somebody of this role is invited, who was named for it.
 *
 * @throws DomainError `invalid-input` when that is not exactly what the role needs.
 */
export function fittingBelonging(
  role: UserRole,
  { organisationId, accountId }: { readonly organisationId?: OrganisationId; readonly accountId?: AccountId },
): Belonging {
  const of = belongsTo(role);
  if (organisationId !== undefined && of !== 'organisation') {
    throw misfit('/organisationId', 'this role belongs to no organisation');
  }
  if (accountId !== undefined && of !== 'account') {
    throw misfit('/accountId', 'this role belongs to no partner account');
  }
  if (of === 'organisation') {
    if (organisationId === undefined) throw misfit('/organisationId', 'this role needs an organisation');
    return { organisationId };
  }
  if (of === 'account') {
    if (accountId === undefined) throw misfit('/accountId', 'this role needs a partner account');
    return { accountId };
  }
  return {};
}

/**
 * Where somebody belongs never changes, so their next role has to belong there too.
 *
 * @throws DomainError `invalid-input`.
 */
export function refuseMisfit(role: UserRole, { organisationId, accountId }: Belonging): void {
  const now = accountId !== undefined ? 'account' : organisationId !== undefined ? 'organisation' : 'desk';
  if (belongsTo(role) !== now) throw misfit('/role', 'does not fit to whom the user belongs');
}

function misfit(path: string, message: string): DomainError {
  return invalidInput('The role does not fit to whom the user belongs.', [{ path, message }]);
}

/** Whether this role has to sign in with a second factor. */
export function needsSecondFactor(role: UserRole, forDesk: 'required' | 'optional'): boolean {
  return forDesk === 'required' && isOfDesk(role);
}
