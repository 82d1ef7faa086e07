import { z } from 'zod';

/**
 * What somebody is in Beistand (X4). People of the desk see all organisations and partner accounts, people of an
 * organisation see their own, and so do partners with their account;
 * `desk-service` and `organisation-service` are machines with a bearer token.
 */
export const roles = [
  'desk-lead',
  'operator',
  'desk-service',
  'organisation-manager',
  'authorising-person',
  'organisation-service',
  'partner-admin',
  'partner-user',
  'broker-head',
] as const;
export type Role = (typeof roles)[number];

/** The roles that people sign in with; machines have tokens. */
export const userRoles = [
  'desk-lead',
  'operator',
  'organisation-manager',
  'authorising-person',
  'partner-admin',
  'partner-user',
  'broker-head',
] as const satisfies readonly Role[];
export type UserRole = (typeof userRoles)[number];
export const userRoleSchema = z.enum(userRoles);

/** Whether this role works at the desk: it sees all organisations, and has to sign in with a second factor. */
export function isOfDesk(role: Role): boolean {
  return role === 'desk-lead' || role === 'operator' || role === 'desk-service';
}

/** Whether this role belongs to a partner account instead of an organisation (C8). */
export function isOfPartner(role: Role): boolean {
  return role === 'partner-admin' || role === 'partner-user';
}
