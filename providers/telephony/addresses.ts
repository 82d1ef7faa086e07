import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { attemptKeySchema, attemptPurposes, channels, type AttemptOrder } from '../../domain/attempt.js';
import { moneySchema } from '../../domain/escalation/policy.js';
import { invalidInput } from '../../domain/errors.js';
import {
  channelTestIdSchema,
  incidentIdSchema,
  orderIdSchema,
  organisationIdSchema,
  statusCallIdSchema,
  travellerIdSchema,
} from '../../domain/identifiers.js';
import type { IncidentId, OrganisationId } from '../../domain/identifiers.js';
import { feeServices } from '../../domain/orders/order.js';
import type { Target } from '../../domain/target.js';
import { targetSchema } from '../../domain/target-schema.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import type { HostedFallback } from './hosted-fallback.js';

/** The call of a caller who is alone in the room of an incident. */
export interface WaitingCall {
  readonly callSid: string;
  readonly account: string;
  /** How often in a row nobody could say that the incident is there. */
  readonly missed: number;
  /** How often in a row somebody waited for them in the room of another account. */
  readonly apart: number;
}

/**
 * Where webhooks come in. An attempt's whole order stands in its address: whoever asks it proves that the call was
 * placed, and it can be answered without MongoDB. The provider signs the address, so nobody can alter it.
 */
export interface WebhookAddresses {
  /** Asked for the first script when an attempt's call is answered. */
  attemptAnswered(order: AttemptOrder): string;
  /**
   * Told the key or the words of the person. `asked` counts how often the question was read out before, `held` the keys of a
   * code that have come so far; of the keys themselves an address tells nothing.
   */
  attemptReplied(order: AttemptOrder, asked: number, held?: number): string;
  /** Asked for the next script when the question ran out without an answer. */
  attemptUnanswered(order: AttemptOrder, asked: number, held?: number): string;
  attemptStatus(order: AttemptOrder): string;
  attemptMachine(order: AttemptOrder): string;
  /** Asked for the next script when the person leaves the conference without hanging up. */
  conferenceLeft(incidentId: IncidentId, label: string): string;
  conferenceEvents(incidentId: IncidentId): string;
  /** @param waiting the caller's own call; absent: it is about nobody's in particular. */
  conferenceWait(incidentId: IncidentId, organisationId: OrganisationId, waiting?: WaitingCall): string;
  /** The static script of an organisation that is asked for, by GET, when another address of a call does not answer. */
  fallback(organisationId: OrganisationId, callerId: PhoneNumber): string;
  /** Played to a caller whose helper is being asked something. */
  conferenceAnnouncement(incidentId: IncidentId, organisationId: OrganisationId): string;
  /** Page for a person, by a signed token; short, since it stands in texts. GET changes nothing: scanners follow links. */
  linkPage(token: string): string;
}

const attemptOrderSchema = z.strictObject({
  key: attemptKeySchema,
  organisationId: organisationIdSchema,
  subject: z.discriminatedUnion('case', [
    z.strictObject({ case: z.literal('incident'), incidentId: incidentIdSchema }),
    z.strictObject({ case: z.literal('status-call'), statusCallId: statusCallIdSchema }),
    z.strictObject({ case: z.literal('channel-test'), channelTestId: channelTestIdSchema }),
  ]),
  purpose: z.enum(attemptPurposes),
  target: targetSchema,
  step: z.strictObject({ channel: z.enum(channels), position: z.number().int().min(0) }),
  round: z.number().int().min(0),
  ringSeconds: z.number(),
  talkSeconds: z.number(),
  dialBefore: z.number(),
  lifeSafety: z.boolean(),
  inConference: z
    .array(z.strictObject({ callSid: z.string(), room: z.string().exactOptional(), label: z.string() }))
    .exactOptional(),
  approval: z
    .strictObject({
      orderId: orderIdSchema,
      service: z.enum(feeServices),
      estimate: moneySchema,
      started: z.boolean(),
      expiresAt: z.number().exactOptional(),
      actual: moneySchema.exactOptional(),
    })
    .exactOptional(),
  silent: z.literal(true).exactOptional(),
  travellerId: travellerIdSchema.exactOptional(),
});

/** An order as it stands in addresses. */
export function encodeAttemptOrder(order: AttemptOrder): string {
  return Buffer.from(JSON.stringify(order)).toString('base64url');
}

/** The order that stands in an attempt's address; throws `invalid-input` when it is not one of ours. */
export function parseAttemptOrder(encoded: unknown): AttemptOrder {
  try {
    const json = Buffer.from(z.string().max(4000).parse(encoded), 'base64url').toString('utf8');
    return attemptOrderSchema.parse(JSON.parse(json));
  } catch {
    throw invalidInput('This is not the address of an attempt.', [
      { path: '/order', message: 'is not an attempt of this system' },
    ]);
  }
}

/** Builds the addresses below the configured public URL, which is also the one that signatures are checked against. */
export function createWebhookAddresses({
  publicUrl,
  hostedFallback,
}: {
  readonly publicUrl: string;
  /** The static scripts that are hosted apart from this system; absent: this system serves the desk's itself. */
  readonly hostedFallback?: Pick<HostedFallback, 'address'>;
}): WebhookAddresses {
  const address = (path: string, query: Readonly<Record<string, string>> = {}): string => {
    const url = new URL(`telephony/${path}`, publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url.href;
  };
  const heldIn = (held: number) => (held === 0 ? {} : { held: String(held) });
  const encoded = encodeAttemptOrder;
  return {
    attemptAnswered: (order) => address('attempt/answered', { order: encoded(order) }),
    attemptReplied: (order, asked, held = 0) =>
      address('attempt/replied', { order: encoded(order), asked: String(asked), ...heldIn(held) }),
    attemptUnanswered: (order, asked, held = 0) =>
      address('attempt/unanswered', { order: encoded(order), asked: String(asked), ...heldIn(held) }),
    attemptStatus: (order) => address('attempt/status', { order: encoded(order) }),
    attemptMachine: (order) => address('attempt/machine', { order: encoded(order) }),
    conferenceLeft: (incident, label) => address('conference/left', { incident, label }),
    conferenceEvents: (incident) => address('conference/events', { incident }),
    conferenceWait: (incident, organisation, waiting) =>
      address('conference/wait', {
        incident,
        organisation,
        ...(waiting === undefined
          ? {}
          : {
              call: waiting.callSid,
              account: waiting.account,
              missed: String(waiting.missed),
              apart: String(waiting.apart),
            }),
      }),
    conferenceAnnouncement: (incident, organisation) =>
      address('conference/announcement', { incident, organisation }),
    fallback: (organisation, callerId) =>
      hostedFallback?.address(callerId, organisation) ?? address('fallback'),
    linkPage: (token) => new URL(`a/${token}`, publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`).href,
  };
}

/** The conference of an incident: the caller waits there, targets join it. */
export function conferenceName(incidentId: IncidentId): string {
  return `incident-${incidentId}`;
}

/** Labels a participant: `caller`, or the target's role and ID. */
export function participantLabel(target: Target): string {
  return target.role === 'traveller' ? 'caller' : `${target.role}.${target.id}`;
}
