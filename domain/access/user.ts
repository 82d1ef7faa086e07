import { z } from 'zod';
import { DomainError } from '../errors.js';
import type { AccountId, OrganisationId, UserId } from '../identifiers.js';
import { languageSchema, type Language } from '../language.js';
import { deskScope, type Scope } from '../scope.js';
import { timeZoneSchema } from '../time-zone.js';
import { isOfDesk, isOfPartner, type UserRole } from './role.js';

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

/** About which support cases somebody wants mails (C5): `mine` are those that they take part in. */
export const supportMailChoices = ['all', 'mine', 'none'] as const;
export type SupportMails = (typeof supportMailChoices)[number];

/** To whom somebody belongs: to an organisation or a partner account, never to both; with neither, to the desk. */
export type Belonging =
  | { readonly organisationId: OrganisationId; readonly accountId?: never }
  | { readonly accountId: AccountId; readonly organisationId?: never }
  | { readonly organisationId?: never; readonly accountId?: never };

/** Somebody who signs in (X4), without anything secret. */
export type User = UserFacts & Belonging;

interface UserFacts extends Profile {
  readonly id: UserId;
  readonly email: string;
  readonly name: string;
  readonly role: UserRole;
  /** Counts for partners and the desk: nobody else takes part in support cases. */
  readonly supportMails: SupportMails;
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

/**
 * Whose things a user may touch. Nothing, where role and belonging do not fit, e.g. of partners whom an earlier release let
 * an organisation invite.
 *
 * @throws DomainError `forbidden` then.
 */
export function scopeOf({ role, ...belonging }: { readonly role: UserRole } & Belonging): Scope {
  const { organisationId, accountId } = belonging;
  if (isOfDesk(role) && organisationId === undefined && accountId === undefined) return deskScope;
  if (isOfPartner(role) && accountId !== undefined) return { of: 'account', accountId };
  if (!isOfDesk(role) && !isOfPartner(role) && organisationId !== undefined) {
    return { of: 'organisation', organisationId };
  }
  throw new DomainError(
    'forbidden',
    'Your role does not fit to whom you belong; please ask to be invited anew.',
  );
}
