import { z } from 'zod';

export { deskOrganisationId } from './desk-organisation.js';

/**
 * Identifiers are a three-letter kind and a lower-case random or derived part. They carry no personal data, so they may
 * stand in workflow IDs, histories, logs and URLs.
 */
function identifier<Prefix extends string>(prefix: Prefix) {
  return z.templateLiteral([`${prefix}_`, z.string().regex(/^[a-z0-9]{6,40}$/)]);
}

export const organisationIdSchema = identifier('org');
export const travellerIdSchema = identifier('trv');
export const incidentIdSchema = identifier('inc');
export const statusCallIdSchema = identifier('stc');
export const contactIdSchema = identifier('con');
export const tokenIdSchema = identifier('tok');
export const orderIdSchema = identifier('ord');
export const auditEntryIdSchema = identifier('aud');
export const userIdSchema = identifier('usr');
export const webhookEndpointIdSchema = identifier('whk');
export const webhookDeliveryIdSchema = identifier('dlv');
export const channelTestIdSchema = identifier('tst');
export const attachmentIdSchema = identifier('att');
export const accountIdSchema = identifier('acc');
export const partnerApplicationIdSchema = identifier('app');
export const supportCaseIdSchema = identifier('sup');
export const supportMessageIdSchema = identifier('msg');
export const supportNoteIdSchema = identifier('nte');
export const cannedAnswerIdSchema = identifier('can');
export const receivedMailIdSchema = identifier('mai');
export const supportMailIdSchema = identifier('sml');
export const deskTaskIdSchema = identifier('tsk');
export const legalHoldIdSchema = identifier('hld');
export const retentionRunIdSchema = identifier('run');
export const reportMailIdSchema = identifier('rml');
export const personErasureIdSchema = identifier('era');

export type OrganisationId = z.infer<typeof organisationIdSchema>;
export type TravellerId = z.infer<typeof travellerIdSchema>;
export type IncidentId = z.infer<typeof incidentIdSchema>;
export type StatusCallId = z.infer<typeof statusCallIdSchema>;
/** Anybody in an organisation's settings who can be reached: contacts, providers, authorising persons. */
export type ContactId = z.infer<typeof contactIdSchema>;
/** A fee-based service that was ordered for an incident (I9). */
export type OrderId = z.infer<typeof orderIdSchema>;
export type TokenId = z.infer<typeof tokenIdSchema>;
export type AuditEntryId = z.infer<typeof auditEntryIdSchema>;
/** Somebody who signs in. */
export type UserId = z.infer<typeof userIdSchema>;
export type WebhookEndpointId = z.infer<typeof webhookEndpointIdSchema>;
export type WebhookDeliveryId = z.infer<typeof webhookDeliveryIdSchema>;
/** A test of one channel of somebody in the settings. */
export type ChannelTestId = z.infer<typeof channelTestIdSchema>;
/** A file that somebody sent with a support case (C2). */
export type AttachmentId = z.infer<typeof attachmentIdSchema>;
/** A partner account (C1): whose users see its support cases. */
export type AccountId = z.infer<typeof accountIdSchema>;
export type PartnerApplicationId = z.infer<typeof partnerApplicationIdSchema>;
export type SupportCaseId = z.infer<typeof supportCaseIdSchema>;
/** What a partner or the desk wrote in a support case; partners read it. */
export type SupportMessageId = z.infer<typeof supportMessageIdSchema>;
/** What the desk notes for itself; partners never read it (C10). */
export type SupportNoteId = z.infer<typeof supportNoteIdSchema>;
export type CannedAnswerId = z.infer<typeof cannedAnswerIdSchema>;
/** A mail that came in, as its bytes were received. */
export type ReceivedMailId = z.infer<typeof receivedMailIdSchema>;
/** A mail about a support case that goes out. */
export type SupportMailId = z.infer<typeof supportMailIdSchema>;
/** A report that is sent to somebody by mail. */
export type ReportMailId = z.infer<typeof reportMailIdSchema>;
/** Something that somebody of the desk has to see to. */
export type DeskTaskId = z.infer<typeof deskTaskIdSchema>;
/** What must not be deleted, whatever its period says. */
export type LegalHoldId = z.infer<typeof legalHoldIdSchema>;
/** One purge of an organisation, and the certificate that it ends with. */
export type RetentionRunId = z.infer<typeof retentionRunIdSchema>;

/** Somebody's wish to have their data erased. */
export type PersonErasureId = z.infer<typeof personErasureIdSchema>;

/** The workflow ID is the idempotency key of the case. */
export function incidentWorkflowId(id: IncidentId): `incident:${IncidentId}` {
  return `incident:${id}`;
}

export function statusCallWorkflowId(id: StatusCallId): `status-call:${StatusCallId}` {
  return `status-call:${id}`;
}

export function channelTestWorkflowId(id: ChannelTestId): `channel-test:${ChannelTestId}` {
  return `channel-test:${id}`;
}

/** The incident that a workflow ID belongs to; undefined when the workflow is no incident. */
export function incidentIdOf(workflowId: string): IncidentId | undefined {
  const parsed = incidentIdSchema.safeParse(workflowId.replace(/^incident:/, ''));
  return workflowId.startsWith('incident:') && parsed.success ? parsed.data : undefined;
}

export function webhookDeliveryWorkflowId(id: WebhookDeliveryId): `webhook-delivery:${WebhookDeliveryId}` {
  return `webhook-delivery:${id}`;
}

/**
 * The incident that "Help" opens in a status call (I2). Derived, so that the call, the text and the link of one status
 * call open the same incident without asking anybody.
 */
export function incidentIdOfStatusCall(id: StatusCallId): IncidentId {
  return `inc_${id.slice('stc_'.length)}`;
}
