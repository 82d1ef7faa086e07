import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { conflict, invalidInput } from '../../domain/errors.js';
import { moneySchema, type Money } from '../../domain/escalation/policy.js';
import { incidentIdSchema, type IncidentId } from '../../domain/identifiers.js';
import { isSameMoney } from '../../domain/orders/approver.js';

/** What is confirmed: this token fires the override of this incident up to this ceiling. */
export interface OverrideIntent {
  readonly incidentId: IncidentId;
  readonly principal: string;
  /** Absent: the ceiling of the organisation's policy. */
  readonly ceiling?: Money;
}

export interface OverrideConfirmations {
  issue(intent: OverrideIntent): { readonly confirmation: string; readonly expiresAt: Date };
  /**
   * @returns the intent that was confirmed.
   * @throws DomainError `invalid-input` when it is no confirmation of this intent, `conflict` when it has expired.
   */
  verify(confirmation: string, intent: OverrideIntent): OverrideIntent;
}

const validMilliseconds = 120_000;

const contentsSchema = z.strictObject({
  incidentId: incidentIdSchema,
  principal: z.string(),
  ceiling: moneySchema.exactOptional(),
  expiresAt: z.number(),
});

/** The second step of an early override (I8) without a database: the intent itself, its expiry and an HMAC-SHA-256. */
export function createOverrideConfirmations({
  key,
  now,
}: {
  readonly key: Uint8Array;
  readonly now: () => number;
}): OverrideConfirmations {
  const signatureOf = (body: string) => createHmac('sha256', key).update(`override:${body}`).digest();

  function open(confirmation: string): z.output<typeof contentsSchema> | undefined {
    const [body = '', signature = ''] = confirmation.split('.', 2);
    const given = Buffer.from(signature, 'base64url');
    const expected = signatureOf(body);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    return contentsSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  }

  return {
    issue(intent) {
      const expiresAt = now() + validMilliseconds;
      const body = Buffer.from(JSON.stringify({ ...intent, expiresAt })).toString('base64url');
      return {
        confirmation: `${body}.${signatureOf(body).toString('base64url')}`,
        expiresAt: new Date(expiresAt),
      };
    },

    verify(confirmation, intent) {
      const contents = open(confirmation);
      if (contents?.incidentId !== intent.incidentId || contents.principal !== intent.principal) {
        throw invalidInput('The confirmation is not valid.', [
          { path: '/confirmation', message: 'is not a confirmation of this override' },
        ]);
      }
      const { ceiling } = contents;
      if (intent.ceiling !== undefined && (ceiling === undefined || !isSameMoney(intent.ceiling, ceiling))) {
        throw invalidInput('The ceiling is not the one that was confirmed.', [
          { path: '/ceiling', message: 'is not the one that was confirmed' },
        ]);
      }
      if (contents.expiresAt < now()) {
        throw conflict('The confirmation has expired; please ask for a new one.');
      }
      return {
        incidentId: intent.incidentId,
        principal: intent.principal,
        ...(ceiling === undefined ? {} : { ceiling }),
      };
    },
  };
}
