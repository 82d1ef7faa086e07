import { z } from 'zod';
import {
  contactIdSchema,
  partnerApplicationIdSchema,
  travellerIdSchema,
  userIdSchema,
  type OrganisationId,
} from '../identifiers.js';

/** Whoever has data of their own: travellers, people in settings, users and applicants. */
export const personIdSchema = z.union([
  travellerIdSchema,
  contactIdSchema,
  userIdSchema,
  partnerApplicationIdSchema,
]);
export type PersonId = z.infer<typeof personIdSchema>;

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
