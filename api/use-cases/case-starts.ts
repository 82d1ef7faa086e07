import { z } from 'zod';
import {
  incidentIdSchema,
  organisationIdSchema,
  statusCallIdSchema,
  travellerIdSchema,
} from '../../domain/identifiers.js';
import {
  incidentKindSchema,
  incidentSourceSchema,
  organisationChoiceSchema,
  threatSchema,
} from '../../domain/incident/incident.js';
import { targetSchema } from '../../domain/target-schema.js';
import type { IncidentStart } from '../../workflows/incident/incident.messages.js';
import type { StatusCallStart } from '../../workflows/status-call/status-call.messages.js';

export const actorSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('target'), target: targetSchema }),
  z.strictObject({ by: z.literal('token'), tokenId: z.string() }),
  z.strictObject({ by: z.literal('user'), userId: z.string() }),
  z.strictObject({ by: z.literal('rule') }),
]);

/** How an incident's workflow is started, as it stands in the intake (Intake.start). */
export const incidentStartSchema: z.ZodType<IncidentStart> = z.strictObject({
  incidentId: incidentIdSchema,
  organisationId: organisationIdSchema,
  travellerId: travellerIdSchema.exactOptional(),
  source: incidentSourceSchema,
  kind: incidentKindSchema,
  threat: threatSchema,
  reportedBy: actorSchema,
  reportedAt: z.number(),
  callerWaiting: z.boolean(),
  callBack: z.boolean(),
  silent: z.literal(true).exactOptional(),
  organisationChosenBy: organisationChoiceSchema.exactOptional(),
});

/** How a status call's workflow is started, as it stands in the intake. */
export const statusCallStartSchema: z.ZodType<StatusCallStart> = z.strictObject({
  statusCallId: statusCallIdSchema,
  organisationId: organisationIdSchema,
  travellerId: travellerIdSchema,
  incidentId: incidentIdSchema,
  requestedBy: actorSchema,
});

/** A start as plain data, for the intake. */
export function asStartDocument(start: IncidentStart | StatusCallStart): Readonly<Record<string, unknown>> {
  return { ...start };
}
