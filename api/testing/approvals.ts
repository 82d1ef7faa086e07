import { z } from 'zod';
import {
  contactIdSchema,
  incidentIdSchema,
  organisationIdSchema,
  type ContactId,
  type IncidentId,
  type OrderId,
  type OrganisationId,
} from '../../domain/identifiers.js';
import type { OrderView } from '../../domain/orders/order.js';
import { deskScope } from '../../domain/scope.js';
import type { AttemptOrder } from '../../domain/attempt.js';
import type { ApprovalOrder } from '../telephony/approval-order.js';
import type { PinOwner } from '../../db/store.js';
import { createPinCodes } from '../pins/pin-codes.js';
import { createPins } from '../pins/pins.js';
import { newIdentifier } from '../use-cases/identifiers.js';
import { script, type PlayedScript } from './play.js';
import { desk, type Stage } from './stage.js';

export const frieda = '+493023125031';
export const friedasPin = '407182';
export const wrongPin = '918273';
export const orderWords = 'Ambulance flight from Split to Vienna with a physician.';

/** An incident with an order, and the authorising person Frieda, whose language is German. */
export interface OrderedService {
  readonly organisationId: OrganisationId;
  readonly incidentId: IncidentId;
  readonly friedaId: ContactId;
  readonly order: OrderView;
  /** The attempt to reach Frieda about it. */
  readonly attempt: Extract<ApprovalOrder, { purpose: 'approve' }>;
}

let counter = 0;

/** Sets Frieda's PIN, as only she herself could. */
export function givePin({ store, dependencies }: Stage, owner: PinOwner, digits = friedasPin): Promise<void> {
  const { settings, now } = dependencies;
  const pins = createPins({
    pins: store.pins,
    codes: createPinCodes(settings.key, settings.hashingCost),
    now,
  });
  return pins.set(deskScope, owner, digits);
}

/** The attempt to have Frieda ratify the override of the incident. */
export function ratificationOf({ attempt }: OrderedService): AttemptOrder {
  const { approval: _order, ...common } = attempt;
  const { workflowId, activityId } = common.key;
  return { ...common, key: { workflowId, activityId: `${activityId}-ratify` }, purpose: 'ratify' };
}

/** Founds an organisation of its own, so that no other test has counted tries of its PIN. */
export async function orderService(
  stage: Stage,
  {
    withPin = true,
    started = false,
    words = orderWords,
  }: { readonly withPin?: boolean; readonly started?: boolean; readonly words?: string } = {},
): Promise<OrderedService> {
  counter += 1;
  const founded = await stage.ask('POST', '/v1/organisations', {
    name: 'Example',
    language: 'en',
    timeZone: 'Europe/Budapest',
    authorisingPersons: [{ name: 'Frieda', phones: [frieda], language: 'de' }],
  });
  const { id: organisationId, authorisingPersons } = z
    .object({ id: organisationIdSchema, authorisingPersons: z.tuple([z.object({ id: contactIdSchema })]) })
    .parse(founded.body);
  const friedaId = authorisingPersons[0].id;
  if (withPin) await givePin(stage, { organisationId, contactId: friedaId });
  const reported = await stage.ask('POST', '/v1/incidents', {
    organisationId,
    kind: 'medical',
    threat: 'unknown',
    summary: 'Toni broke a leg.',
  });
  const { id: incidentId } = z.object({ id: incidentIdSchema }).parse(reported.body);
  const orderId: OrderId = newIdentifier('ord');
  await stage.store.intakes.put(deskScope, {
    id: orderId,
    organisationId,
    kind: 'order',
    caseId: incidentId,
    bodyHash: 'any',
    text: words,
    createdAt: new Date(),
  });
  const now = Date.now() + stage.clock.ahead;
  const estimate = { amountMinor: 1_234_500, currency: 'EUR' };
  const expiresAt = now + 3_600_000;
  const order: OrderView = {
    id: orderId,
    service: 'evacuation',
    estimate,
    state: started ? 'overridden' : 'asking',
    orderedBy: { by: 'token', tokenId: 'tok_operator' },
    orderedAt: now,
    expiresAt,
    ...(started ? { startedAt: now, ratification: { state: 'asked' } } : {}),
  };
  stage.cases.view(incidentId, { orders: [order] });
  return {
    organisationId,
    incidentId,
    friedaId,
    order,
    attempt: {
      key: { workflowId: `incident:${incidentId}`, activityId: `approval-attempt-${counter}` },
      organisationId,
      subject: { case: 'incident', incidentId },
      purpose: 'approve',
      target: { role: 'authorising-person', id: friedaId },
      step: { channel: 'voice', position: 0 },
      round: 1,
      ringSeconds: 20,
      talkSeconds: 60,
      dialBefore: now + 60_000,
      lifeSafety: false,
      approval: {
        orderId,
        service: 'evacuation',
        estimate,
        started,
        ...(started ? {} : { expiresAt }),
      },
    },
  };
}

/** Frieda's side of a call: she answers what the script before has asked. */
export function callTo(
  stage: Stage,
  { attempt }: { readonly attempt: AttemptOrder },
  callSid = `CA-${attempt.key.activityId}`,
) {
  const form = { CallSid: callSid, From: desk.emergencyNumber, To: frieda, CallStatus: 'in-progress' };
  const send = async (address: string, more: Readonly<Record<string, string>> = {}) => {
    const answer = await stage.webhook(address, { ...form, ...more });
    if (answer.status !== 200) throw new Error(`The webhook was answered ${answer.status}: ${answer.text}`);
    return script(answer.text);
  };
  return {
    send,
    isAnswered: () => send(stage.addresses.attemptAnswered(attempt)),
    /** Presses keys to the question that was asked last. */
    presses: (digits: string, asked: PlayedScript) => send(actionOf(asked), { Digits: digits }),
    /** Stays silent, so that the script behind the question is asked for. */
    isSilent: (asked: PlayedScript) => send(redirectOf(asked)),
  };
}

/** Where the keys go that answer the question. */
export function actionOf({ text }: PlayedScript): string {
  return unescaped(/<Gather[^>]* action="([^"]+)"/.exec(text)?.[1]);
}

function redirectOf({ text }: PlayedScript): string {
  return unescaped(/<Redirect[^>]*>([^<]+)</.exec(text)?.[1]);
}

function unescaped(address = ''): string {
  return address.replaceAll('&amp;', '&');
}
