import { z } from 'zod';
import type { ContactId, OrganisationId, PartnerApplicationId, TravellerId, UserId } from '../identifiers.js';

/** Whoever has data of their own: travellers, people in settings, users and applicants. */
export const personIdSchema = z.templateLiteral([
  z.enum(['trv', 'con', 'usr', 'app']),
  '_',
  z.string().regex(/^[a-z0-9]{6,40}$/),
]);
export type PersonId = z.infer<typeof personIdSchema>;

export function isTraveller(id: string): id is TravellerId {
  return id.startsWith('trv_');
}

/** Somebody in the settings of an organisation. */
export function isContact(id: string): id is ContactId {
  return id.startsWith('con_');
}

export function isUser(id: string): id is UserId {
  return id.startsWith('usr_');
}

export function isApplicant(id: string): id is PartnerApplicationId {
  return id.startsWith('app_');
}

/** By what somebody is found in whatever is stored (R4). */
export interface PersonTraces {
  readonly id: PersonId;
  /** Whose person it is; the desk's own where no organisation has to do with them. Their key in the audit trail is kept there. */
  readonly organisationId: OrganisationId;
  /**
   * A document of their own says that they are that organisation's. Absent: nothing says so any more, or they are a contact, whose
   * identifier is chosen by an organisation. Only whose people they are decides about what others keep of them.
   */
  readonly isOwnPerson?: true;
  /** The present one first, and what they were called in earlier settings. */
  readonly names: readonly string[];
  /** E.164, also earlier ones that are known. */
  readonly phones: readonly string[];
  /** In small letters, also earlier ones that are known. */
  readonly emails: readonly string[];
}

/** What is known by either, the first one's before. */
export function mergedTraces(one: PersonTraces, other: PersonTraces | undefined): PersonTraces {
  if (other === undefined) return one;
  return {
    ...one,
    ...(other.isOwnPerson === true ? { isOwnPerson: true } : {}),
    names: [...new Set([...one.names, ...other.names])],
    phones: [...new Set([...one.phones, ...other.phones])],
    emails: [...new Set([...one.emails, ...other.emails])],
  };
}
