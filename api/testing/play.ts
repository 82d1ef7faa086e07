import { expect } from '@jest/globals';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { AttemptOrder, AttemptPurpose, AttemptResult } from '../../domain/attempt.js';
import {
  contactIdSchema,
  incidentIdSchema,
  organisationIdSchema,
  travellerIdSchema,
  type ContactId,
  type IncidentId,
  type OrganisationId,
  type TravellerId,
} from '../../domain/identifiers.js';
import { desk, setStage, type Answer, type Stage, type StageOptions } from './stage.js';

export const anna = '+493023125011';
export const toni = '+493023125020';

/** A stage with an organisation, its contact Anna and its traveller Toni, whose language is German. */
export interface Play {
  readonly stage: Stage;
  readonly organisationId: OrganisationId;
  readonly travellerId: TravellerId;
  readonly contactId: ContactId;
  /** A token of the organisation. */
  readonly token: string;
  /** Reports an incident by the API. */
  readonly report: (more?: object) => Promise<IncidentId>;
  /** An attempt whose call can be played; without an incident a new one is reported. */
  readonly orderFor: (purpose: AttemptPurpose) => Promise<AttemptOrder>;
  /** Sends the person's key or words to the call of the order. */
  readonly replied: (
    order: AttemptOrder,
    more: Readonly<Record<string, string>>,
    asked?: number,
  ) => Promise<PlayedScript>;
  /** How the attempt of the order was completed. */
  readonly completedBy: (order: AttemptOrder) => readonly AttemptResult[];
}

export async function openPlay(options: StageOptions = {}): Promise<Play> {
  const stage = await setStage(options);
  const organisation = await stage.ask('POST', '/v1/organisations', {
    name: 'Example',
    language: 'en',
    timeZone: 'Europe/Budapest',
    internalContacts: [{ name: 'Anna', phones: [anna], language: 'de' }],
    inboundNumber: '+493023125099',
  });
  const { id: organisationId, internalContacts } = z
    .object({ id: organisationIdSchema, internalContacts: z.tuple([z.object({ id: contactIdSchema })]) })
    .parse(organisation.body);
  const contactId = internalContacts[0].id;
  const traveller = await stage.ask('POST', '/v1/travellers', {
    organisationId,
    name: 'Toni',
    phones: [toni],
    language: 'de',
  });
  const { id: travellerId } = z.object({ id: travellerIdSchema }).parse(traveller.body);
  const made = await stage.ask('POST', `/v1/organisations/${organisationId}/tokens`, { name: 'booking' });
  const { token } = z.object({ token: z.string() }).parse(made.body);
  let counter = 0;

  async function report(more: object = {}): Promise<IncidentId> {
    const answer = await stage.ask('POST', '/v1/incidents', {
      organisationId,
      kind: 'medical',
      threat: 'unknown',
      travellerId,
      summary: 'Toni broke a leg.',
      ...more,
    });
    return z.object({ id: incidentIdSchema }).parse(answer.body).id;
  }

  return {
    stage,
    organisationId,
    travellerId,
    contactId,
    token,
    report,

    async orderFor(purpose) {
      counter += 1;
      const about =
        purpose === 'status'
          ? ({ case: 'status-call', statusCallId: `stc_call${counter}xy` } as const)
          : ({ case: 'incident', incidentId: await report() } as const);
      return {
        key: { workflowId: 'some-workflow', activityId: `attempt-${counter}` },
        organisationId,
        subject: about,
        purpose,
        target:
          purpose === 'status' || purpose === 'call-back'
            ? { role: 'traveller', id: travellerId }
            : { role: 'internal-contact', id: contactId },
        step: { channel: 'voice', position: 0 },
        round: 1,
        ringSeconds: 20,
        talkSeconds: 60,
        dialBefore: Date.now() + 60_000,
        lifeSafety: false,
      };
    },

    async replied(order, more, asked = 1) {
      const answer = await stage.webhook(stage.addresses.attemptReplied(order, asked), callOf(order, more));
      expect(answer.status).toBe(200);
      return script(answer.text);
    },

    completedBy: (order) =>
      stage.cases.completed
        .filter(({ key }) => key.activityId === order.key.activityId)
        .map(({ result }) => result),
  };
}

/** Everything answers again. */
export function reset({ cases, calls }: Stage): void {
  cases.away = false;
  cases.refusal = undefined;
  cases.acknowledgement = 'acknowledged';
  cases.decision = undefined;
  cases.entries = [];
  calls.facts = {};
  calls.announced.length = 0;
}

/** The fields of a webhook about the call of an order. */
export function callOf(
  order: AttemptOrder,
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return {
    CallSid: `CA-${order.key.activityId}`,
    From: desk.emergencyNumber,
    To: order.target.role === 'traveller' ? toni : anna,
    CallStatus: 'in-progress',
    ...more,
  };
}

export interface PlayedScript {
  /** The provider's verbs, in their order. */
  readonly verbs: readonly string[];
  readonly response: Readonly<Record<string, unknown>>;
  readonly text: string;
}

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' });

/** A script, as the provider reads it. */
export function script(text: string): PlayedScript {
  const { Response: response } = z
    .object({ Response: z.record(z.string(), z.unknown()) })
    .parse(parser.parse(text));
  return { verbs: Object.keys(response), response, text };
}

/** The incident of an order. */
export function incidentOf({ subject }: AttemptOrder): IncidentId {
  if (subject.case !== 'incident') throw new Error('The order is about no incident.');
  return subject.incidentId;
}

const problemSchema = z.strictObject({
  type: z.string().regex(/^urn:beistand:problem:/),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  requestId: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
});

/** The problem document of an answer, and the paths of what it finds wrong. */
export function problem(answer: Answer) {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  const parsed = problemSchema.parse(answer.body);
  expect(parsed.status).toBe(answer.status);
  return { ...parsed, paths: (parsed.errors ?? []).map(({ path }) => path) };
}

/** One field of an answer's body. */
export function field(answer: Answer, name: string): unknown {
  return z.record(z.string(), z.unknown()).parse(answer.body)[name];
}

/** One field that is a text. */
export function textField(answer: Answer, name: string): string {
  return z.string().parse(field(answer, name));
}
