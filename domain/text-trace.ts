import { z } from 'zod';
import { organisationIdSchema } from './identifiers.js';
import { personIdSchema } from './persons/person.js';

const shortText = z.string().min(1).max(100);

/**
 * By what a text is found at the telephony provider when it is to be deleted there (R2). Its words are not kept: whatever is needed
 * of them stands with its case.
 */
export const textTraceSchema = z.strictObject({
  /** The provider's SID; of a text whose SID never came to us, a name that we gave it. */
  id: shortText,
  account: shortText,
  organisationId: organisationIdSchema,
  /** Absent: it belongs to no case. */
  caseId: shortText.optional(),
  /** Who was texted, or has texted; absent: nobody knows. */
  personId: personIdSchema.optional(),
  /** Their number; absent: they were erased (R4), and it is not needed to find the text. */
  number: shortText.optional(),
  at: z.coerce.date(),
  /** By what it is looked for, besides the number and the moment; absent: its SID is known. */
  soughtBy: z.strictObject({ ownNumber: shortText, origin: z.enum(['order', 'reply']) }).optional(),
});
export type TextTrace = Readonly<z.infer<typeof textTraceSchema>>;
