import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, outcomeOfCall } from '../../activities/attempts/call-outcome.js';
import type { AttemptKey, AttemptOrder, AttemptResult } from '../../domain/attempt.js';
import { incidentIdOf, incidentIdOfStatusCall, type IncidentId } from '../../domain/identifiers.js';
import { targetKey } from '../../domain/target.js';
import type { CallFacts, Telephony } from '../../providers/telephony/telephony.js';
import type { MachineDetectionWebhook, VoiceWebhook } from '../../providers/telephony/webhooks.js';
import type { BackgroundWork } from '../background-work.js';
import { ifKnown } from '../use-cases/time-limit.js';
import type { CallSpending } from './call-spending.js';
import { callerLabel } from './joining.js';
import type { NumberLines } from './number-lines.js';
import type { PresenceTelling } from './presence-telling.js';
import type { QuestionSettlement } from './question-settlement.js';

export interface AttemptOutcomeDependencies {
  readonly lines: NumberLines;
  readonly settlement: QuestionSettlement;
  readonly presence: Pick<PresenceTelling, 'callOver'>;
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
  presence,
  telephony,
  spending,
  background,
  graceMilliseconds,
  now,
}: AttemptOutcomeDependencies): AttemptOutcomes {
  async function endAll(
    orders: readonly AttemptOrder[],
    result: AttemptResult,
  ): Promise<readonly AttemptOrder[]> {
    const ended = await Promise.all(orders.map((order) => settlement.end(order, result)));
    return orders.filter((_order, index) => ended[index] === 'settled-before');
  }

  async function endCall(order: AttemptOrder, webhook: VoiceWebhook): Promise<void> {
    const { callSid: sid, account, to } = webhook;
    const call = { sid, account };
    const askedBy = webhook.state === 'completed' ? await lines.askedBy(to, order, call) : [];
    // The next case that needs this person need not wait for a key that has come already.
    if (await lines.releaseSettled(to, call)) {
      if (webhook.state === 'completed' && webhook.answeredBy !== 'machine') tellOver(order, askedBy, sid);
      return;
    }
    let facts: CallFacts | undefined;
    if (webhook.state === 'completed') {
      await pause(graceMilliseconds);
      facts = await ifKnown(3_000, () => telephony.lookUpCall(call));
    }
    const open = await lines.release(to, order, call);
    const result = endOf(webhook, facts);
    const settledBefore = await endAll(open, result);
    // Somebody has answered, and may have been in the conference of one of the cases. Whoever was taken for a machine and
    // joined all the same is told of by the conference itself.
    const mayHaveJoined =
      webhook.state === 'completed' && result.reason !== 'voicemail' && settledBefore.includes(order);
    const wasThere = order.inConference?.some(({ callSid }) => callSid === sid) ?? false;
    if (mayHaveJoined || wasThere) tellOver(order, askedBy, sid);
  }

  function tellOver(order: AttemptOrder, askedBy: readonly AttemptKey[], callSid: string): void {
    const label = labelIn(order);
    if (label === undefined) return;
    const asked = askedBy.map(({ workflowId }) => incidentIdOf(workflowId));
    const incidents = new Set([incidentOf(order), ...asked]);
    for (const incidentId of incidents) {
      if (incidentId !== undefined) presence.callOver(incidentId, { callSid, label });
    }
  }

  return {
    status(order, webhook) {
      if (isAlive(webhook)) return;
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
        await endAll(open, { reason: 'voicemail' });
      });
    },
  };
}

/** The incident whose conference the person may have entered; undefined: a test has none. */
function incidentOf({ subject }: AttemptOrder): IncidentId | undefined {
  switch (subject.case) {
    case 'incident':
      return subject.incidentId;
    case 'status-call':
      return incidentIdOfStatusCall(subject.statusCallId);
    case 'channel-test':
      return undefined;
  }
}

/** As whom the person may have entered a conference; undefined: whoever is asked this never does. */
function labelIn({ purpose, target }: AttemptOrder): string | undefined {
  switch (purpose) {
    case 'take':
    case 'mandate':
    case 'connect':
    case 'join':
      return targetKey(target);
    case 'call-back':
    case 'status':
      return callerLabel;
    case 'inform':
    case 'ratify':
    case 'test':
    case 'approve':
      return undefined;
  }
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
