import { z } from 'zod';
import { userEmailSchema } from '../access/user.js';
import { countrySchema } from '../country.js';
import type { AccountId, PartnerApplicationId } from '../identifiers.js';
import { languageSchema } from '../language.js';
import { ownIdentifiersSchema } from '../partner-identifiers/own-identifiers.js';
import { phoneNumberSchema } from '../phone-number.js';
import { singleLineSchema } from '../single-line.js';
import type { Principal } from '../timeline.js';
import { companyNameSchema } from './partner-account.js';

export const applicationStates = ['received', 'accepted', 'declined'] as const;
export type ApplicationState = (typeof applicationStates)[number];

/** What somebody who wants to become a partner says (C1). */
export const applicationFormSchema = z.strictObject({
  companyName: companyNameSchema,
  contactName: singleLineSchema(120).meta({ description: 'Who becomes the first user of the account.' }),
  email: userEmailSchema,
  phone: phoneNumberSchema.optional(),
  language: languageSchema,
  country: countrySchema,
  message: z.string().trim().min(1).max(5_000),
  identifiers: ownIdentifiersSchema.default([]),
});
export type ApplicationForm = z.output<typeof applicationFormSchema>;

export const declineReasonSchema = z.string().trim().min(1).max(1_000);

/** `address-taken`: meanwhile somebody else has the address that would have been the first user's. */
export const incompleteReasons = ['address-taken'] as const;
export type IncompleteReason = (typeof incompleteReasons)[number];

/** What became of an application. */
export type ApplicationDecision =
  | { readonly state: 'received' }
  | {
      readonly state: 'accepted';
      readonly decidedBy: Principal;
      readonly decidedAt: Date;
      readonly accountId: AccountId;
      /** Why the account has no user yet, where nothing but the desk can help. Absent: it has one, or is about to have. */
      readonly incomplete?: IncompleteReason;
    }
  | {
      readonly state: 'declined';
      readonly decidedBy: Principal;
      readonly decidedAt: Date;
      /** What the applicant was told. */
      readonly reason: string;
    };

/** Somebody's wish to become a partner, kept as it was written. */
export interface PartnerApplication {
  readonly id: PartnerApplicationId;
  readonly form: ApplicationForm;
  /** Of the form; another one under the same Idempotency-Key is refused. */
  readonly bodyHash: string;
  readonly receivedAt: Date;
  readonly decision: ApplicationDecision;
}
