import { z } from 'zod';
import { channels } from '../../domain/attempt.js';
import { contactIdSchema, organisationIdSchema } from '../../domain/identifiers.js';
import { languageSchema } from '../../domain/language.js';
import { timeZoneSchema } from '../../domain/time-zone.js';
import type { Wording } from '../../wording/wording.js';
import { defineRoute, type Route } from '../openapi/route.js';
import {
  channelTestSchema,
  readinessSchema,
  showChannelTest,
  showReadiness,
} from '../representations/readiness.js';
import type { ChannelTestRequests } from '../use-cases/channel-test-request.js';
import { derivedIdentifier, newIdentifier } from '../use-cases/identifiers.js';
import type { CheckReadiness } from '../use-cases/readiness-check.js';
import { idempotencyHeaders, replayedHeader, type RequestsInFlight } from './idempotency.js';

export interface ReadinessRouteDependencies {
  readonly check: CheckReadiness;
  readonly requests: ChannelTestRequests;
  readonly inFlight: RequestsInFlight;
  readonly wording: Wording;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Readiness';
const params = z.strictObject({ organisationId: organisationIdSchema });

/** Whether help would come today: the escalation simulated, and the channels tested (I13). */
export function readinessRoutes({
  check,
  requests,
  inFlight,
  wording,
  now,
}: ReadinessRouteDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/organisations/{organisationId}/readiness',
      operationId: 'checkReadiness',
      tag,
      summary: 'Simulate the escalation at a moment, and find what an incident would show',
      description:
        'Nobody is called. Every kind of incident is gone through, with a life in danger and without: who would be called ' +
        'when, if nobody answered. `findings` are errors (somebody would not be reached), warnings and notes.',
      access: 'read settings',
      params,
      query: z.strictObject({
        at: z.iso.datetime({ offset: true }).optional().meta({ description: 'Absent: now.' }),
        language: languageSchema.optional(),
        timeZone: timeZoneSchema.optional(),
      }),
      responses: { 200: { description: 'The simulation and the findings.', schema: readinessSchema } },
    })(async ({ caller, params: { organisationId }, query }) => {
      const at = query.at === undefined ? now() : Date.parse(query.at);
      const checked = await check(caller.scope, organisationId, at);
      const reader = {
        language: query.language ?? caller.reads?.language ?? checked.settings.language,
        timeZone: query.timeZone ?? caller.reads?.timeZone ?? checked.settings.timeZone,
      };
      return { status: 200, body: showReadiness(checked, { organisationId, at }, wording, reader) };
    }),
    defineRoute({
      method: 'post',
      path: '/v1/organisations/{organisationId}/readiness/tests',
      operationId: 'testChannel',
      tag,
      summary: 'Test a channel of somebody in the settings',
      description:
        'They are called, texted or mailed once, in their language, and told that it is a test; what they confirm counts as ' +
        'tested, as long as the number or address stays the same. Calls and texts wait until the person’s quiet hours are ' +
        'over. What came of it stands in `channels` of the readiness check.',
      access: 'test channel',
      audit: { body: 'sealed' },
      params,
      headers: idempotencyHeaders,
      body: z.strictObject({
        contactId: contactIdSchema,
        channel: z.enum(channels),
        position: z
          .number()
          .int()
          .min(0)
          .max(4)
          .default(0)
          .meta({ description: 'Which of several phones, from 0.' }),
      }),
      problems: [404, 409, 422],
      responses: {
        200: {
          description: 'The test that was requested with this Idempotency-Key before.',
          schema: channelTestSchema,
          headers: { 'Idempotency-Replayed': '`true`' },
        },
        201: { description: 'Requested.', schema: channelTestSchema },
      },
    })(async ({ caller, params: { organisationId }, headers, body }) => {
      const key = headers['idempotency-key'];
      const id =
        key === undefined ? newIdentifier('tst') : derivedIdentifier('tst', 'test', organisationId, key);
      return inFlight.alone(id, async () => {
        const wanted = { id, organisationId, requestedBy: caller.by, ...body };
        const { requested, test } = await requests.request(caller.scope, wanted);
        return requested === 'exists'
          ? { status: 200, headers: replayedHeader, body: showChannelTest(test) }
          : { status: 201, body: showChannelTest(test) };
      });
    }),
  ];
}
