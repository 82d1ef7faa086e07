import { z } from 'zod';
import type { AttemptOrder } from '../../domain/attempt.js';
import { incidentIdSchema, organisationIdSchema } from '../../domain/identifiers.js';
import { parseAttemptOrder } from '../../providers/telephony/addresses.js';
import type { TelephonyWebhooks } from '../../providers/telephony/webhooks.js';
import { parseRequestPart } from '../openapi/parse-request.js';
import type { AlarmScript } from './alarm-script.js';
import type { ApprovalCalls } from './approval-calls.js';
import { approvalOrder } from './approval-order.js';
import { approvalRoutes } from './approval-routes.js';
import type { Asked, AttemptCalls } from './attempt-calls.js';
import type { AttemptOutcomes } from './attempt-outcomes.js';
import { bridgePaths, bridgeSchema } from './bridge-addresses.js';
import type { BridgeArrivals } from './bridge-arrivals.js';
import type { Bridging } from './bridging.js';
import type { ConferenceWebhooks } from './conference-webhooks.js';
import {
  awayServiceSchema,
  inboundCallerSchema,
  inboundPaths,
  otherCallersSchema,
} from './inbound-addresses.js';
import type { InboundCalls } from './inbound-calls.js';
import type { AnswerText } from './inbound-texts.js';
import type { RepeatedWebhooks } from './repeated-webhooks.js';
import type { WebhookAudit, WebhookRoute } from './webhook-router.js';

export interface WebhookRouteDependencies {
  readonly webhooks: TelephonyWebhooks;
  readonly attemptCalls: AttemptCalls;
  readonly approvalCalls: ApprovalCalls;
  readonly attemptOutcomes: AttemptOutcomes;
  readonly inboundCalls: InboundCalls;
  readonly answerText: AnswerText;
  readonly conferences: ConferenceWebhooks;
  readonly bridging: Pick<Bridging, 'ended'>;
  readonly bridgeArrivals: BridgeArrivals;
  readonly alarmScript: AlarmScript;
  readonly repeated: RepeatedWebhooks;
}

const asked = z.coerce.number().int().min(0).max(100);
const menuSchema = inboundCallerSchema.extend({ asked });
const organisationSchema = inboundCallerSchema.extend({ others: otherCallersSchema });

const telephoneItself: WebhookAudit = {
  nothing:
    'the telephone network tells that something has answered; what people answer comes to another address',
};
const whoIsOnTheLine: WebhookAudit = {
  nothing: 'who is on the line changes nothing and shows nothing that is kept',
};

/** Which address does what. What stands in an address was written by us: the signature covers it. */
export function webhookRoutes(dependencies: WebhookRouteDependencies): readonly WebhookRoute[] {
  const { webhooks } = dependencies;
  return [
    ...attemptRoutes(dependencies),
    ...approvalRoutes(dependencies),
    ...inboundRoutes(dependencies),
    ...conferenceRoutes(dependencies),
    ...bridgeRoutes(dependencies),
    {
      path: inboundPaths.alarm,
      audit: { nothing: 'it tells the duty lead of counts only' },
      answers: 'script',
      serve: ({ query }) => {
        const alarm = z.object({ count: asked, away: awayServiceSchema });
        const { count, away } = parseRequestPart(alarm, 'query', query);
        return Promise.resolve(dependencies.alarmScript(count, away));
      },
    },
    {
      // Twilio wants an address to tell of the alarm's call; the auditor looks at what it raised, not at the call.
      path: inboundPaths.alarmStatus,
      audit: { nothing: 'it is ignored' },
      answers: 'nothing',
      serve: ({ form }) => {
        webhooks.voice(form);
      },
    },
  ];
}

function attemptRoutes({
  webhooks,
  attemptCalls: otherCalls,
  approvalCalls,
  attemptOutcomes,
  repeated,
}: WebhookRouteDependencies): readonly WebhookRoute[] {
  // Who decides about costs does so in a conversation of its own, which always begins with the PIN.
  const approvals: AttemptCalls = {
    answered: (order, voice) => approvalCalls.answered(order, voice),
    replied: (order, _asked, voice) => approvalCalls.answered(order, voice),
    unanswered: (order, _asked, voice) => approvalCalls.answered(order, voice),
  };
  const callsFor = (order: AttemptOrder) =>
    order.purpose === 'approve' || approvalOrder(order) !== undefined ? approvals : otherCalls;
  const held = z.coerce.number().int().min(0).max(6).default(0);
  const askedIn = (query: unknown): Asked => {
    const parsed = parseRequestPart(z.object({ asked, held }), 'query', query);
    return { times: parsed.asked, held: parsed.held };
  };
  return [
    {
      path: '/telephony/attempt/answered',
      audit: telephoneItself,
      answers: 'script',
      serve: ({ form, query }) => {
        const order = parseAttemptOrder(query['order']);
        return callsFor(order).answered(order, webhooks.voice(form));
      },
    },
    {
      path: '/telephony/attempt/replied',
      audit: { recordedBy: 'timeline' },
      answers: 'script',
      serve: ({ form, query }) => {
        const voice = webhooks.voice(form);
        const asked = askedIn(query);
        const order = parseAttemptOrder(query['order']);
        // One call may ask two attempts' questions, one after the other, and be answered the same.
        const key = [
          'replied',
          order.key.workflowId,
          order.key.activityId,
          voice.callSid,
          asked.times,
          asked.held,
          voice.digits ?? '',
          voice.speech?.text ?? '',
        ];
        return repeated.once(key.join('\n'), () => callsFor(order).replied(order, asked, voice));
      },
    },
    {
      path: '/telephony/attempt/unanswered',
      audit: { recordedBy: 'timeline' },
      answers: 'script',
      serve: ({ form, query }) => {
        const order = parseAttemptOrder(query['order']);
        return callsFor(order).unanswered(order, askedIn(query), webhooks.voice(form));
      },
    },
    {
      path: '/telephony/attempt/status',
      audit: { recordedBy: 'timeline' },
      answers: 'nothing',
      serve: ({ form, query }) => {
        attemptOutcomes.status(parseAttemptOrder(query['order']), webhooks.voice(form));
      },
    },
    {
      path: '/telephony/attempt/machine',
      audit: telephoneItself,
      answers: 'nothing',
      serve: ({ form, query }) => {
        attemptOutcomes.machine(parseAttemptOrder(query['order']), webhooks.machineDetection(form));
      },
    },
  ];
}

function menuIn(query: unknown) {
  const { asked: times, ...caller } = parseRequestPart(menuSchema, 'query', query);
  return { times, caller };
}

function inboundRoutes({
  webhooks,
  inboundCalls,
  bridgeArrivals,
  answerText,
  repeated,
}: WebhookRouteDependencies): readonly WebhookRoute[] {
  return [
    {
      path: inboundPaths.voice,
      audit: { recordedBy: 'timeline' },
      answers: 'script',
      serve: ({ form }) => {
        const voice = webhooks.voice(form);
        if (bridgeArrivals.isLeg(voice)) return Promise.resolve(bridgeArrivals.ask());
        return repeated.once(`inbound\n${voice.callSid}`, () => inboundCalls.voice(voice));
      },
    },
    {
      path: inboundPaths.organisation,
      audit: { recordedBy: 'timeline' },
      answers: 'script',
      serve: ({ form, query }) => {
        const { others, ...assumed } = parseRequestPart(organisationSchema, 'query', query);
        const voice = webhooks.voice(form);
        return repeated.once(`organisation\n${voice.callSid}`, () =>
          inboundCalls.organisation(voice, assumed, others),
        );
      },
    },
    {
      path: inboundPaths.choice,
      audit: { recordedBy: 'timeline' },
      answers: 'script',
      serve: ({ form, query }) => {
        const { times, caller } = menuIn(query);
        const voice = webhooks.voice(form);
        // No menu offers the star: it announces the code of a bridge whose caller ID got lost on the way.
        if (voice.digits === '*') return Promise.resolve(bridgeArrivals.ask({ caller, asked: times }));
        return Promise.resolve(inboundCalls.choice(voice, caller, times));
      },
    },
    {
      path: inboundPaths.silence,
      audit: { recordedBy: 'timeline' },
      answers: 'script',
      serve: ({ form, query }) => {
        const { times, caller } = menuIn(query);
        return Promise.resolve(inboundCalls.silence(webhooks.voice(form), caller, times));
      },
    },
    {
      path: inboundPaths.status,
      audit: { recordedBy: 'timeline' },
      answers: 'nothing',
      serve: ({ form }) => {
        const voice = webhooks.voice(form);
        if (bridgeArrivals.isLeg(voice)) bridgeArrivals.status(voice);
        else inboundCalls.status(voice);
      },
    },
    {
      path: inboundPaths.text,
      audit: { recordedBy: 'timeline' },
      answers: 'text',
      serve: ({ form }) => answerText(webhooks.text(form)),
    },
  ];
}

function bridgeRoutes({
  webhooks,
  bridging,
  bridgeArrivals,
  inboundCalls,
  repeated,
}: WebhookRouteDependencies): readonly WebhookRoute[] {
  return [
    {
      path: bridgePaths.ended,
      audit: whoIsOnTheLine,
      answers: 'script',
      serve: ({ form, query }) => {
        const bridge = parseRequestPart(bridgeSchema, 'query', query);
        const voice = webhooks.voice(form);
        return repeated.once(`bridge ended\n${voice.callSid}\n${bridge.tries}`, () =>
          bridging.ended(bridge, voice),
        );
      },
    },
    {
      path: bridgePaths.code,
      audit: { recordedBy: 'timeline' },
      answers: 'script',
      serve: async ({ form, query }) => {
        const { digits, ...voice } = webhooks.voice(form);
        const joined = await bridgeArrivals.join({ ...voice, ...(digits === undefined ? {} : { digits }) });
        if (joined !== undefined) return joined;
        // A leg that is known for one has a person at its other end, who goes on there.
        if (!('organisation' in query)) return [{ do: 'hang-up' }];
        const { times, caller } = menuIn(query);
        const isKey = digits?.length === 1;
        return inboundCalls.choice(isKey ? { ...voice, digits } : voice, caller, times);
      },
    },
  ];
}

function conferenceRoutes({ webhooks, conferences }: WebhookRouteDependencies): readonly WebhookRoute[] {
  const incidentQuery = z.object({ incident: incidentIdSchema });
  const ofOrganisation = incidentQuery.extend({ organisation: organisationIdSchema });
  const sid = z.string().min(1).max(64);
  const ofWaitingCaller = ofOrganisation.extend({
    call: sid.optional(),
    account: sid.optional(),
    missed: z.coerce.number().int().min(0).max(1_000).default(0),
    apart: z.coerce.number().int().min(0).max(1_000).default(0),
  });
  return [
    {
      path: '/telephony/conference/events',
      audit: whoIsOnTheLine,
      answers: 'nothing',
      serve: ({ form, query }) => {
        const { incident } = parseRequestPart(incidentQuery, 'query', query);
        conferences.event(incident, webhooks.conference(form));
      },
    },
    {
      path: '/telephony/conference/wait',
      audit: whoIsOnTheLine,
      answers: 'script',
      serve: ({ query }) => {
        const { incident, organisation, ...caller } = parseRequestPart(ofWaitingCaller, 'query', query);
        const { call: callSid, account, ...counted } = caller;
        const waiting =
          callSid === undefined || account === undefined ? undefined : { callSid, account, ...counted };
        return conferences.wait(incident, organisation, waiting);
      },
    },
    {
      path: '/telephony/conference/announcement',
      audit: whoIsOnTheLine,
      answers: 'script',
      serve: ({ query }) => {
        const { incident, organisation } = parseRequestPart(ofOrganisation, 'query', query);
        return conferences.announcement(incident, organisation);
      },
    },
    {
      path: '/telephony/conference/left',
      audit: whoIsOnTheLine,
      answers: 'script',
      serve: ({ form, query }) => {
        const { incident, label } = parseRequestPart(
          incidentQuery.extend({ label: z.string().max(128) }),
          'query',
          query,
        );
        return conferences.left(incident, label, webhooks.voice(form));
      },
    },
  ];
}
