import { z } from 'zod';
import { parseAttemptOrder } from '../../providers/telephony/addresses.js';
import type { TelephonyWebhooks, VoiceWebhook } from '../../providers/telephony/webhooks.js';
import type { AttemptOrder } from '../../domain/attempt.js';
import { parseRequestPart } from '../openapi/parse-request.js';
import { approvalPaths } from './approval-addresses.js';
import type { ApprovalCalls } from './approval-calls.js';
import type { RepeatedWebhooks } from './repeated-webhooks.js';
import type { WebhookRoute } from './webhook-router.js';

export interface ApprovalRouteDependencies {
  readonly webhooks: Pick<TelephonyWebhooks, 'voice'>;
  readonly approvalCalls: ApprovalCalls;
  readonly repeated: RepeatedWebhooks;
}

const times = z.coerce.number().int().min(1).max(100);
const pinQuery = z.object({ entry: times });
const decisionQuery = z.object({ asked: times, proof: z.string().max(100) });

/** The addresses of the conversation in which an order is approved. */
export function approvalRoutes({
  webhooks,
  approvalCalls,
  repeated,
}: ApprovalRouteDependencies): readonly WebhookRoute[] {
  return [
    {
      path: approvalPaths.pin,
      audit: { recordedBy: 'timeline' },
      answers: 'script',
      serve: ({ form, query }) => {
        const order = parseAttemptOrder(query['order']);
        const { entry } = parseRequestPart(pinQuery, 'query', query);
        const voice = webhooks.voice(form);
        // Repeated it would count as another try. The digits are no part of what is remembered.
        return repeated.once(keyOf('pin', order, voice, entry), () =>
          approvalCalls.pinEntered(order, entry, voice),
        );
      },
    },
    {
      path: approvalPaths.pinUnanswered,
      audit: { recordedBy: 'timeline' },
      answers: 'script',
      serve: ({ form, query }) => {
        const { entry } = parseRequestPart(pinQuery, 'query', query);
        const order = parseAttemptOrder(query['order']);
        return approvalCalls.pinUnanswered(order, entry, webhooks.voice(form));
      },
    },
    {
      path: approvalPaths.decided,
      audit: { recordedBy: 'timeline' },
      answers: 'script',
      serve: ({ form, query }) => {
        const order = parseAttemptOrder(query['order']);
        const { asked, proof } = parseRequestPart(decisionQuery, 'query', query);
        const voice = webhooks.voice(form);
        const key = `${keyOf('decided', order, voice, asked)}\n${proof}\n${voice.digits ?? ''}`;
        return repeated.once(key, () => approvalCalls.decided(order, asked, proof, voice));
      },
    },
    {
      path: approvalPaths.undecided,
      audit: { recordedBy: 'timeline' },
      answers: 'script',
      serve: ({ form, query }) => {
        const { asked, proof } = parseRequestPart(decisionQuery, 'query', query);
        const order = parseAttemptOrder(query['order']);
        return approvalCalls.undecided(order, asked, proof, webhooks.voice(form));
      },
    },
  ];
}

function keyOf(step: string, { key }: AttemptOrder, { account, callSid }: VoiceWebhook, count: number) {
  return [step, key.workflowId, key.activityId, account, callSid, count].join('\n');
}
