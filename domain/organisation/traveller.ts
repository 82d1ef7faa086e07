import { z } from 'zod';
import { organisationIdSchema, travellerIdSchema } from '../identifiers.js';
import { languageSchema } from '../language.js';
import { phoneNumberSchema } from '../phone-number.js';

export const travellerInputSchema = z.strictObject({
  organisationId: organisationIdSchema,
  name: z.string().trim().min(1).max(120),
  phones: z.array(phoneNumberSchema).max(5).default([]),
  email: z.email().max(254).optional(),
  language: languageSchema.optional(),
});
export type TravellerInput = z.infer<typeof travellerInputSchema>;

export const travellerSchema = travellerInputSchema.extend({ id: travellerIdSchema });
export type Traveller = z.infer<typeof travellerSchema>;
