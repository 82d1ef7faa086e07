import { setTimeout as pause } from 'node:timers/promises';
import type { AttemptOrder } from '../../domain/attempt.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import type { CallHandle } from '../../providers/telephony/telephony.js';
import { quietly } from '../activity-failures.js';
import { stopped } from '../attempts/attempt-outcome.js';
import { findCallOnAnyAccount } from '../attempts/call-search.js';
import type { StopReason } from '../contract.js';
import type { CallControlDependencies } from './call-control-activities.js';
import { leaveLine, viewLine } from './line-view.js';
import { stopScript } from './stop-script.js';

/** How long a dial may be under way before its call has a SID: the provider's reply, and the search for a lost one. */
const placingMilliseconds = 6_000;
const lookPauseMilliseconds = 300;

/**
 * Ends an attempt's call: it is cancelled while it rings, and a person who is still being asked hears who has taken
 * over. Somebody who has answered the question already may be in the conference: that call is never touched, and the
 * answer counts. A call on which other cases still wait for an answer goes on without this question.
 *
 * @throws DomainError `unavailable`; repeating is harmless.
 */
export async function stopCallOf(
  dependencies: CallControlDependencies,
  order: AttemptOrder,
  to: PhoneNumber,
  why: StopReason,
): Promise<void> {
  const line = await viewLine(dependencies, order, to);
  if (line.store === 'there' && line.lease !== undefined) {
    if (line.asking) {
      const left = await leaveLine(dependencies, order, line.lease);
      if (left === 'answered') return;
      const pending = await dependencies.attempts.complete(order.key, stopped);
      if (left === 'shared') return;
      const call = line.call;
      if (call !== undefined) await insist(async () => dependencies.telephony.stopCall(call, await script()));
      else if (pending) await stopUnlessAnswered();
      return;
    }
    const { call, orders } = line.lease;
    if (call !== undefined && orders.length === 0) {
      // Either the person has answered, and the answer counts, or an earlier try of this stop got no further than leaving.
      if (line.call?.sid === call.sid) await stopWhileRinging(call);
      return;
    }
  }
  const pending = await dependencies.attempts.complete(order.key, stopped);
  if (pending || (line.store === 'there' && line.call !== undefined)) await stopUnlessAnswered();

  function script() {
    return stopScript(dependencies, order, why);
  }

  async function stopWhileRinging(call: CallHandle): Promise<void> {
    const facts = await dependencies.telephony.lookUpCall(call);
    if (facts?.state !== 'queued' && facts?.state !== 'ringing') return;
    await dependencies.telephony.stopCall(call, await script());
  }

  /** The dial may still be under way: its call is waited for, and stopped as long as nobody has answered it. */
  async function stopUnlessAnswered(): Promise<void> {
    const until = dependencies.now() + placingMilliseconds;
    do {
      const own = await quietly('which call belongs to the attempt', async () => ({
        call: await dependencies.store.calls.sidOf(order.key),
      }));
      if (own?.call !== undefined) {
        await stopWhileRinging(own.call);
        return;
      }
      if (own === undefined) break;
      await pause(lookPauseMilliseconds);
    } while (dependencies.now() < until);
    const call = await findCallOnAnyAccount(dependencies, order, to, { onlyLive: true });
    if (call !== undefined) await stopWhileRinging(call);
  }
}

/** The question has left the call by now, so a repeated activity would not find it again: the stop is tried here. */
async function insist(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (tries === 3) throw error;
      await pause(lookPauseMilliseconds);
    }
  }
}
