import type { AttemptOrder, AttemptResult } from '../../domain/attempt.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import type { CallFacts } from '../../providers/telephony/telephony.js';
import { quietly } from '../activity-failures.js';
import { isAlive, outcomeOfCall } from '../attempts/call-outcome.js';
import { findCallOnAnyAccount } from '../attempts/call-search.js';
import { freeLine, giveUpLine, noteCall } from '../attempts/phone-lines.js';
import type { CallControlDependencies } from './call-control-activities.js';
import { leaveLine, viewLine, type LineView } from './line-view.js';
import { stopScript } from './stop-script.js';

const outcomeUnknown: AttemptResult = { reason: 'expired', detail: 'outcome-unknown' };
const neverPlaced: AttemptResult = { reason: 'failed', detail: 'never-placed' };

/**
 * Finds out what became of an attempt's call and leaves the line in order behind it.
 *
 * @throws DomainError `unavailable` when the telephony provider does not answer.
 */
export async function resolveCall(
  dependencies: CallControlDependencies,
  order: AttemptOrder,
  to: PhoneNumber,
): Promise<AttemptResult> {
  const line = await viewLine(dependencies, order, to);
  const known = line.store === 'there' ? line.call : undefined;
  const facts = known
    ? await dependencies.telephony.lookUpCall(known)
    : await findCallOnAnyAccount(dependencies, order, to);
  if (facts === undefined) {
    const outcome = known ? outcomeUnknown : neverPlaced;
    if (line.store === 'there' && line.asking) await giveUpLine(dependencies, order, to, outcome);
    return outcome;
  }
  if (!known) await noteCall(dependencies, order, to, facts);
  if (isAlive(facts)) return endLivingCall(dependencies, order, line, facts);
  const outcome = outcomeOfCall(facts);
  if (line.store === 'there' && line.asking) {
    await quietly('leaving the call', () => dependencies.store.numberLeases.leave(to, order.key));
  }
  await freeLine(dependencies, to, facts, outcome);
  return outcome;
}

/**
 * The attempt's time is over and its call is not. It ends, so that nobody is on two calls, unless others still wait for
 * their answers on it; and a person whose answer was taken may be in the conference, which nobody is ever cut off from.
 */
async function endLivingCall(
  dependencies: CallControlDependencies,
  order: AttemptOrder,
  line: LineView,
  facts: CallFacts,
): Promise<AttemptResult> {
  const stop = async (): Promise<void> => {
    await dependencies.telephony.stopCall(
      facts,
      await stopScript(dependencies, order, { why: 'superseded' }),
    );
  };
  if (line.store === 'there' && line.asking && line.lease !== undefined) {
    const left = await leaveLine(dependencies, order, line.lease);
    if (left === 'answered') return outcomeUnknown;
    if (left === 'last') await stop();
    return outcomeOfCall(facts);
  }
  if (facts.state === 'in-progress') return outcomeUnknown;
  await stop();
  return outcomeOfCall(facts);
}
