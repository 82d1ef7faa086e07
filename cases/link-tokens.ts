import { createHmac, timingSafeEqual } from 'node:crypto';
import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { attemptKeySchema } from '../domain/attempt.js';
import { DomainError, notFound } from '../domain/errors.js';
import { incidentIdSchema, organisationIdSchema, statusCallIdSchema } from '../domain/identifiers.js';
import { targetSchema } from '../domain/target-schema.js';

const linkQuestionSchema = z.strictObject({
  /** What the page asks: take over (inform, take), act on the mandate, ratify, or the traveller's status. */
  ask: z.enum(['inform', 'take', 'mandate', 'ratify', 'status']),
  organisationId: organisationIdSchema,
  caseId: z.union([incidentIdSchema, statusCallIdSchema]),
  target: targetSchema,
  /** The pending attempt that an answer completes, when the link was one. */
  attempt: attemptKeySchema.optional(),
});
/** The question behind a link. IDs only: a link that leaks tells no name. */
export type LinkQuestion = z.infer<typeof linkQuestionSchema>;

export interface LinkTokens {
  sign(question: LinkQuestion, expiresAt: Date): string;
  /** Throws `not-found` for a forged token, `conflict` for an expired one. */
  verify(token: string): LinkQuestion;
}

const signatureBytes = 18;

/**
 * Links for mails and texts without a database: the question itself, its expiry and an HMAC-SHA-256 cut to 144 bits
 * (short enough for a text; guessing it is out of reach).
 */
export function createLinkTokens({
  key,
  now = Date.now,
}: {
  readonly key: Uint8Array;
  readonly now?: () => number;
}): LinkTokens {
  const signatureOf = (body: string): Buffer =>
    createHmac('sha256', key).update(`link:${body}`).digest().subarray(0, signatureBytes);

  return {
    sign(question, expiresAt) {
      const body = Buffer.from(JSON.stringify([question, Math.floor(expiresAt.getTime() / 1000)])).toString(
        'base64url',
      );
      return `${body}.${signatureOf(body).toString('base64url')}`;
    },
    verify(token) {
      const [body = '', signature = ''] = token.split('.', 2);
      const given = Buffer.from(signature, 'base64url');
      const expected = signatureOf(body);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw notFound('page');
      const [question, expiresAt] = z
        .tuple([linkQuestionSchema, z.number()])
        .parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
      if (expiresAt * 1000 < now()) throw new DomainError('conflict', 'This link has expired.');
      return question;
    },
  };
}
