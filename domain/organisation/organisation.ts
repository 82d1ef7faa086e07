import { z } from 'zod';
import { defaultEscalationPolicy } from '../escalation/default-policy.js';
import { escalationPolicySchema, moneySchema } from '../escalation/policy.js';
import { contactIdSchema } from '../identifiers.js';
import { languageSchema } from '../language.js';
import { phoneNumberSchema } from '../phone-number.js';
import { defaultStatusCallPolicy, statusCallPolicySchema } from '../status-call/policy.js';
import { timeZoneSchema } from '../time-zone.js';
import { absencesSchema } from './absence.js';
import { availabilitySchema } from './availability.js';
import { caseFeeSchema } from './case-fees.js';
import { duressCodeSchema } from './duress-code.js';
import { providerSchema, reachableShape } from './provider.js';

/** Somebody with at least a name; which channels are usable is decided when they are needed (I6, I13). */
const personShape = {
  ...reachableShape,
  language: languageSchema.optional(),
};

export const internalContactSchema = z.strictObject({
  ...personShape,
  /** Texts go to the first phone unless switched off. */
  texts: z.boolean().default(true),
  availability: availabilitySchema.optional(),
  absences: absencesSchema,
});

/** Somebody who may order what costs money (I9). */
export const authorisingPersonSchema = z.strictObject({
  ...personShape,
  texts: z.boolean().default(true),
  /** When they may be asked outside life-safety (I6); absent: at any time. */
  availability: availabilitySchema.optional(),
  absences: absencesSchema,
  /** The most that this person may approve at a time; absent: any amount. */
  limit: moneySchema.optional(),
});

/**
 * Who provides assistance (E1): the desk itself, or the organisation's own provider. The medical and travel providers and
 * the backups are optional; the desk stands behind all of them, around the clock.
 */
export const providersSchema = z.strictObject({
  assistance: z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('desk') }),
    z.strictObject({ by: z.literal('own'), provider: providerSchema }),
  ]),
  medical: providerSchema.optional(),
  travel: providerSchema.optional(),
  backups: z.array(providerSchema).max(10).default([]),
});

export const organisationInputSchema = z.strictObject({
  name: reachableShape.name,
  language: languageSchema.default('en'),
  timeZone: timeZoneSchema.default('UTC'),
  /** The inbound number of this organisation at the telephony provider, where it has one of its own (I5). */
  inboundNumber: phoneNumberSchema.optional(),
  providers: providersSchema.default({ assistance: { by: 'desk' }, backups: [] }),
  /** In the order in which they are called (E3). */
  internalContacts: z.array(internalContactSchema).max(50).default([]),
  /** In the order in which they are asked (I9). */
  authorisingPersons: z.array(authorisingPersonSchema).max(20).default([]),
  /** What incidents cost by contract (I9). */
  caseFees: z.array(caseFeeSchema).max(50).optional(),
  /** What calls and texts may cost on one day of the time zone; life-safety calls count, and are never refused by it. */
  dailySpendCap: moneySchema.optional(),
  /** Answered like "OK", and opens a silent incident (I14). */
  duressCode: duressCodeSchema.optional(),
  escalationPolicy: escalationPolicySchema.default(defaultEscalationPolicy),
  statusCallPolicy: statusCallPolicySchema.default(defaultStatusCallPolicy),
});
export type OrganisationInput = z.infer<typeof organisationInputSchema>;

const withId = { id: contactIdSchema };
const storedProviderSchema = providerSchema.extend(withId);

/** An organisation as it is stored: everybody in it has an identifier. */
export const organisationSettingsSchema = organisationInputSchema.extend({
  providers: providersSchema.extend({
    assistance: z.discriminatedUnion('by', [
      z.strictObject({ by: z.literal('desk') }),
      z.strictObject({ by: z.literal('own'), provider: storedProviderSchema }),
    ]),
    medical: storedProviderSchema.optional(),
    travel: storedProviderSchema.optional(),
    backups: z.array(storedProviderSchema),
  }),
  internalContacts: z.array(internalContactSchema.extend(withId)),
  authorisingPersons: z.array(authorisingPersonSchema.extend(withId)),
});
export type OrganisationSettings = z.infer<typeof organisationSettingsSchema>;
export type Provider = z.infer<typeof storedProviderSchema>;
export type InternalContact = OrganisationSettings['internalContacts'][number];
export type AuthorisingPerson = OrganisationSettings['authorisingPersons'][number];
