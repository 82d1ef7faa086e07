import { z } from 'zod';
import { countrySchema } from '../country.js';
import { DomainError, type FieldError } from '../errors.js';
import type { AccountId } from '../identifiers.js';
import { languageSchema } from '../language.js';
import { ownIdentifiersSchema } from '../partner-identifiers/own-identifiers.js';
import { singleLineSchema } from '../single-line.js';

/** `suspended`: its users cannot sign in, and their sessions are over. */
export const accountStates = ['active', 'suspended'] as const;
export type AccountState = (typeof accountStates)[number];

export const companyNameSchema = singleLineSchema(200);

export const accountDetailsSchema = z.strictObject({
  name: companyNameSchema.meta({ description: 'Of the company.' }),
  language: languageSchema,
  country: countrySchema,
  identifiers: ownIdentifiersSchema.default([]),
  state: z.enum(accountStates),
});
export type AccountDetails = z.output<typeof accountDetailsSchema>;

/** A partner: the tenant whose users ask support cases (C1, C8). */
export interface PartnerAccount extends AccountDetails {
  readonly id: AccountId;
  /** Rises with every save; shown as ETag. */
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What the desk has checked, and by which the partner is known in mails and searches; language and country are its own. */
const deskDetails = ['name', 'identifiers', 'state'] as const satisfies readonly (keyof AccountDetails)[];

/** @throws DomainError `forbidden` that names what only the desk changes. */
export function refuseDeskDetails(current: AccountDetails, wanted: AccountDetails): void {
  const fields = deskDetails
    .filter((name) => JSON.stringify(current[name]) !== JSON.stringify(wanted[name]))
    .map((name): FieldError => ({ path: `/${name}`, message: 'is changed by the desk only' }));
  if (fields.length > 0) throw new DomainError('forbidden', 'Please ask the desk to change this.', fields);
}
