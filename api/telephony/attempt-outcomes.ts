import { setTimeout as pause } from 'node:timers/promises';
import { outcomeOfCall } from '../../activities/attempts/call-outcome.js';
import type { AttemptOrder, AttemptResult } from '../../domain/attempt.js';
import type { CallFacts, CallState, Telephony } from '../../providers/telephony/telephony.js';
import type { MachineDetectionWebhook, VoiceWebhook } from '../../providers/telephony/webhooks.js';
import type { BackgroundWork } from '../background-work.js';
import { ifKnown } from '../use-cases/time-limit.js';
import type { CallSpending } from './call-spending.js';
import type { NumberLines } from './number-lines.js';
import type { QuestionSettlement } from './question-settlement.js';

export interface AttemptOutcomeDependencies {
  readonly lines: NumberLines;
  readonly settlement: QuestionSettlement;
  readonly telephony: Pick<Telephony, 'lookUpCall'>;
  readonly spending: CallSpending;
  readonly background: BackgroundWork;
  /** How long the webhook of a key may be behind the one that says that the call is over. Milliseconds. */
  readonly graceMilliseconds: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What becomes of attempts that nobody answers. Both answer at once; the work goes on in the background. */
export interface AttemptOutcomes {
  /** The call's state has changed. */
  status(order: AttemptOrder, webhook: VoiceWebhook): void;
  /** A voicemail ends the attempt; the message goes on, and a key that is pressed later counts all the same. */
  machine(order: AttemptOrder, webhook: MachineDetectionWebhook): void;
}

const answeredWithoutKey: AttemptResult = { reason: 'expired', detail: 'answered-without-key' };

export function createAttemptOutcomes({
  lines,
  settlement,
  telephony,
  spending,
  background,
  graceMilliseconds,
  now,
}: AttemptOutcomeDependencies): AttemptOutcomes {
  function endAll(orders: readonly AttemptOrder[], result: AttemptResult): void {
    for (const order of orders) settlement.end(order, result);
  }

  async function endCall(order: AttemptOrder, webhook: VoiceWebhook): Promise<void> {
    const { callSid: sid, account, to } = webhook;
    // The next case that needs this person need not wait for a key that has come already.
    if (await lines.releaseSettled(to, { sid, account })) return;
    let facts: CallFacts | undefined;
    if (webhook.state === 'completed') {
      await pause(graceMilliseconds);
      facts = await ifKnown(3_000, () => telephony.lookUpCall({ sid, account }));
    }
    const open = await lines.release(to, order, { sid, account });
    endAll(open, endOf(webhook, facts));
  }

  return {
    status(order, webhook) {
      if (!isOver(webhook.state)) return;
      background.run('ending a call', () => endCall(order, webhook));
      background.run('counting what a call has cost', () => spending.note(order, webhook.seconds ?? 0));
    },

    machine(order, { callSid: sid, account, answeredBy }) {
      if (answeredBy !== 'machine') return;
      background.run('telling of a voicemail', async () => {
        const call = { sid, account };
        const facts = await ifKnown(3_000, () => telephony.lookUpCall(call));
        const occupiedUntil = new Date(now() + order.talkSeconds * 1000);
        const open = facts === undefined ? [order] : await lines.settle(facts.to, order, call, occupiedUntil);
        endAll(open, { reason: 'voicemail' });
      });
    },
  };
}

function isOver(state: CallState): boolean {
  return state !== 'queued' && state !== 'ringing' && state !== 'in-progress';
}

/** The final webhook says how the call ended; only a look-up knows what has answered it. */
function endOf({ state, answeredBy }: VoiceWebhook, facts: CallFacts | undefined): AttemptResult {
  switch (state) {
    case 'busy':
      return { reason: 'busy' };
    case 'no-answer':
      return { reason: 'no-answer' };
    case 'failed':
      return { reason: 'failed' };
    case 'canceled':
      return { reason: 'expired', detail: 'stopped' };
    case 'completed':
    case 'queued':
    case 'ringing':
    case 'in-progress':
      if (answeredBy === 'machine') return { reason: 'voicemail' };
      return facts?.state === 'completed' ? outcomeOfCall(facts) : answeredWithoutKey;
  }
}
