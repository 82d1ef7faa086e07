import { z } from 'zod';
import { codeSchema, givenPasswordSchema } from './session.js';

const byPassword = z.strictObject({ by: z.literal('password'), password: givenPasswordSchema });
const byCode = z.strictObject({ by: z.literal('code'), code: codeSchema });
/** As it is given, whatever its strength: it may be older than today's rule. */
const byPin = z.strictObject({
  by: z.literal('pin'),
  pin: z.string().regex(/^\d{4,10}$/, 'must be 4 to 10 digits'),
});

/** That somebody who has signed in is still there: their password, or a code of their second factor. */
export const accountProofSchema = z.discriminatedUnion('by', [byPassword, byCode]);

/** The same of an authorising person, who may give their PIN instead (I9). */
export const approverProofSchema = z.discriminatedUnion('by', [byPin, byPassword, byCode]).meta({
  id: 'ApproverProof',
  description:
    'Who approves proves anew who they are: with their PIN, their password, or a code of their second factor. Each code ' +
    'counts once; wrong tries lock, over all channels together.',
});
