import { z } from 'zod';
import {
  contactIdSchema,
  partnerApplicationIdSchema,
  travellerIdSchema,
  userIdSchema,
  type ContactId,
  type OrganisationId,
  type PartnerApplicationId,
  type TravellerId,
  type UserId,
} from '../identifiers.js';

/** Whoever has data of their own: travellers, people in settings, users and applicants. */
export const personIdSchema = z.union([
  travellerIdSchema,
  contactIdSchema,
  userIdSchema,
  partnerApplicationIdSchema,
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
  /** The present one first, and what they were called in earlier settings. */
  readonly names: readonly string[];
  /** E.164, also earlier ones that are known. */
  readonly phones: readonly string[];
  /** In small letters, also earlier ones that are known. */
  readonly emails: readonly string[];
}
