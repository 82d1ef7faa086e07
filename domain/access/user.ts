import { z } from 'zod';
import type { OrganisationId, UserId } from '../identifiers.js';
import { languageSchema, type Language } from '../language.js';
import { deskScope, type Scope } from '../scope.js';
import { timeZoneSchema } from '../time-zone.js';
import { isOfDesk, type UserRole } from './role.js';

/**
 * `invited`: has not accepted yet and cannot sign in. `disabled`: was switched off; what they did keeps their name.
 */
export const userStates = ['invited', 'active', 'disabled'] as const;
export type UserState = (typeof userStates)[number];

/** How somebody reads what Beistand tells: in which language, and in which time zone (T5). */
export interface Profile {
  readonly language: Language;
  readonly timeZone: string;
}

/** Somebody who signs in (X4), without anything secret. */
export interface User extends Profile {
  readonly id: UserId;
  readonly email: string;
  readonly name: string;
  readonly role: UserRole;
  /** Absent: the desk. */
  readonly organisationId?: OrganisationId;
  readonly state: UserState;
  readonly hasSecondFactor: boolean;
  /** Rises when all sessions have to end: another password, role or state. A session of an earlier generation is over. */
  readonly generation: number;
  readonly createdAt: Date;
  readonly lastSignInAt?: Date;
}

export const userNameSchema = z.string().trim().min(1).max(120);
/** Addresses are compared without regard to case; no mail service of weight tells them apart by it. */
export const userEmailSchema = z.string().trim().toLowerCase().pipe(z.email().max(254));

export const profileSchema = z.strictObject({
  name: userNameSchema,
  language: languageSchema,
  timeZone: timeZoneSchema,
});

/** Whose things a user may touch. */
export function scopeOf({ role, organisationId }: Pick<User, 'role' | 'organisationId'>): Scope {
  if (isOfDesk(role)) return deskScope;
  if (organisationId === undefined) throw new Error('A user outside the desk belongs to an organisation.');
  return { of: 'organisation', organisationId };
}
