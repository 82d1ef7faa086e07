import { z } from 'zod';
import { accountIdSchema, partnerApplicationIdSchema } from '../../domain/identifiers.js';
import {
  applicationFormSchema,
  applicationStates,
  incompleteReasons,
  type PartnerApplication,
} from '../../domain/partners/partner-application.js';
import { momentSchema, shownPrincipalSchema } from './shared.js';

export const incompleteSchema = z.enum(incompleteReasons).meta({
  description: '`address-taken`: meanwhile somebody else has the e-mail address of the applicant.',
});

/** What the desk sees. */
export const partnerApplicationSchema = z
  .strictObject({
    id: partnerApplicationIdSchema,
    ...applicationFormSchema.shape,
    receivedAt: momentSchema,
    state: z.enum(applicationStates),
    decidedBy: shownPrincipalSchema.exactOptional(),
    decidedAt: momentSchema.exactOptional(),
    accountId: accountIdSchema.exactOptional().meta({ description: 'The account of whoever was accepted.' }),
    incomplete: incompleteSchema
      .exactOptional()
      .meta({ description: 'Why the account of whoever was accepted cannot have its first user.' }),
    reason: z.string().exactOptional().meta({ description: 'What whoever was declined was told.' }),
  })
  .meta({ id: 'PartnerApplication' });
export type ShownPartnerApplication = z.input<typeof partnerApplicationSchema>;

/** What the applicant sees: nobody knows whether whoever asks again is the one who has applied. */
export const receivedApplicationSchema = z
  .strictObject({ id: partnerApplicationIdSchema, receivedAt: momentSchema })
  .meta({ id: 'ReceivedApplication' });

export function showPartnerApplication({
  id,
  form,
  receivedAt,
  decision,
}: PartnerApplication): ShownPartnerApplication {
  return {
    id,
    ...form,
    receivedAt: receivedAt.toISOString(),
    ...(decision.state === 'received'
      ? decision
      : { ...decision, decidedAt: decision.decidedAt.toISOString() }),
  };
}
