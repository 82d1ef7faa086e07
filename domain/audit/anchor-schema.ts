import { z } from 'zod';
import { organisationIdSchema } from '../identifiers.js';

/** An anchor as it is exported. */
export const auditAnchorSchema = z.strictObject({
  organisationId: organisationIdSchema,
  sequence: z.number().int().min(0).meta({ description: 'How many entries the chain had.' }),
  mac: z.string().regex(/^(?:[0-9a-f]{64})?$/),
  at: z.iso.datetime(),
});
