import { z } from 'zod';
import { organisationIdSchema, travellerIdSchema } from '../identifiers.js';

export const incidentKinds = ['security', 'medical', 'travel', 'other'] as const;
export const incidentKindSchema = z.enum(incidentKinds);
export type IncidentKind = z.infer<typeof incidentKindSchema>;

export const threats = ['unknown', 'none', 'immediate'] as const;
export const threatSchema = z.enum(threats);
export type Threat = z.infer<typeof threatSchema>;

/** Where a call for help came from (I1). */
export const incidentSources = ['api', 'status-call', 'inbound-call', 'inbound-text', 'operator'] as const;
export const incidentSourceSchema = z.enum(incidentSources);
export type IncidentSource = z.infer<typeof incidentSourceSchema>;

/**
 * Why an incident belongs to its organisation, where the caller's number is known in several: the caller said so, an
 * incident of theirs was open there, it was the last to ask after them, or nobody could tell.
 */
export const organisationChoices = ['caller', 'open-incident', 'last-asked', 'assumed'] as const;
export const organisationChoiceSchema = z.enum(organisationChoices);
export type OrganisationChoice = z.infer<typeof organisationChoiceSchema>;

/** Which provider an incident goes to (I5); an operator can re-route it. */
export const services = ['assistance', 'medical', 'travel'] as const;
export const serviceSchema = z.enum(services);
export type Service = z.infer<typeof serviceSchema>;

export const locationSchema = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  description: z.string().trim().max(300).optional(),
});
export type Location = z.infer<typeof locationSchema>;

/** The body of `POST /v1/incidents`. */
export const incidentReportSchema = z.strictObject({
  organisationId: organisationIdSchema,
  kind: incidentKindSchema,
  threat: threatSchema,
  travellerId: travellerIdSchema.optional(),
  summary: z.string().trim().min(1).max(4000),
  location: locationSchema.optional(),
});
export type IncidentReport = z.infer<typeof incidentReportSchema>;

export const closureOutcomes = ['resolved', 'false-alarm', 'duplicate', 'handed-over', 'other'] as const;
export const closureOutcomeSchema = z.enum(closureOutcomes);
export type ClosureOutcome = z.infer<typeof closureOutcomeSchema>;
