import type { Faults } from '../faults.js';
import type { Pacing } from '../pacing.js';
import { createSendInOrder } from '../webhooks/in-order.js';
import type { Webhooks } from '../webhooks/webhooks.js';
import { callParameters, rfc2822 } from './call-parameters.js';
import type { Call, CallProgress, StatusCallbackSettings } from './call.js';

type Notification = () => Promise<void>;

/**
 * Tells the account how its call goes on (https://www.twilio.com/docs/voice/api/call-resource#statuscallbackevent).
 * Normally in order; Twilio promises no order, which the fault `reorder-status-callbacks` plays at its worst.
 */
export function reportProgress(
  call: Call,
  deps: {
    readonly webhooks: Webhooks;
    readonly faults: Faults;
    readonly pacing: Pacing;
    readonly signal: AbortSignal;
  },
): void {
  let sequenceNumber = 0;
  let held: Notification[] = [];
  const sendInOrder = createSendInOrder(deps);

  call.onProgress((progress) => {
    const settings = call.statusCallback;
    if (settings?.events.has(eventOf(progress)) !== true) return;
    if (deps.faults.isOn('drop-status-callbacks', call.account.sid)) return;
    const params = progressParameters(call, progress, sequenceNumber);
    sequenceNumber += 1;
    const notification = (): Promise<void> => notify(settings, params);
    if (!deps.faults.isOn('reorder-status-callbacks', call.account.sid)) {
      sendInOrder(notification);
    } else if (eventOf(progress) !== 'completed') {
      held.push(notification);
    } else {
      for (const each of [notification, ...held.reverse()]) sendInOrder(each);
      held = [];
    }
  });

  const notify = (settings: StatusCallbackSettings, params: Record<string, string>): Promise<void> =>
    deps.webhooks.notify({
      account: call.account,
      url: settings.url,
      method: settings.method,
      params,
      purpose: 'call-status',
      callSid: call.sid,
      number: call.number,
    });
}

function progressParameters(
  call: Call,
  progress: CallProgress,
  sequenceNumber: number,
): Record<string, string> {
  const isFinal = eventOf(progress) === 'completed';
  return {
    ...callParameters(call, progress === 'answered' ? 'in-progress' : progress),
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(sequenceNumber),
    Timestamp: rfc2822(new Date()),
    ...(isFinal
      ? { CallDuration: String(call.talkSeconds), Duration: String(Math.ceil(call.talkSeconds / 60)) }
      : {}),
    ...(call.answeredBy === undefined ? {} : { AnsweredBy: call.answeredBy }),
  };
}

/** Every way in which a call can end is the event `completed`. */
function eventOf(progress: CallProgress): 'initiated' | 'ringing' | 'answered' | 'completed' {
  return progress === 'initiated' || progress === 'ringing' || progress === 'answered'
    ? progress
    : 'completed';
}
