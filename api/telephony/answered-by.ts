import type { AnsweredBy, Telephony } from '../../providers/telephony/telephony.js';
import type { VoiceWebhook } from '../../providers/telephony/webhooks.js';
import { ifKnown } from '../use-cases/time-limit.js';

/** Nobody on the phone waits longer to be told from a machine. Milliseconds. */
const patience = 1_500;

/** Whether a human or a machine is on the phone: the webhook may tell it, else the provider is asked. */
export async function answeredBy(
  telephony: Pick<Telephony, 'lookUpCall'>,
  webhook: VoiceWebhook,
): Promise<AnsweredBy> {
  if (webhook.answeredBy !== undefined) return webhook.answeredBy;
  const call = { sid: webhook.callSid, account: webhook.account };
  const facts = await ifKnown(patience, () => telephony.lookUpCall(call));
  return facts?.answeredBy ?? 'unknown';
}
