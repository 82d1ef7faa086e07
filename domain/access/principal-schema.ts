import { z } from 'zod';

/** A user who signed in, or a token: how a `Principal` is stored and shown. */
export const principalSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('token'), tokenId: z.string() }),
  z.strictObject({ by: z.literal('user'), userId: z.string() }),
]);
