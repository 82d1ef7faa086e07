import { setTimeout as pause } from 'node:timers/promises';
import type { AttemptOrder, AttemptResult } from '../../domain/attempt.js';
import { deskOrganisationId, type OrganisationId } from '../../domain/identifiers.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import type { WebhookAddresses } from '../../providers/telephony/addresses.js';
import type { CallHandle, CallOrder, Placement } from '../../providers/telephony/telephony.js';
import { quietly } from '../activity-failures.js';
import type { Outcome } from './attempt-outcome.js';
import { leftOpen, spendCapReached, tooLateToDial } from './attempt-outcome.js';
import { findPlacedCall } from './call-search.js';
import { askInConversation, conversationOf, type ConversationDependencies } from './conversation.js';
import type { PhoneLineDependencies } from './phone-lines.js';
import { giveUpLine, noteCall, takeLine } from './phone-lines.js';
import { purseOf, type PurseDependencies } from '../spending/purse.js';

export interface VoiceAttemptDependencies
  extends PhoneLineDependencies, ConversationDependencies, PurseDependencies {
  readonly store: PhoneLineDependencies['store'] & PurseDependencies['store'];
  readonly addresses: WebhookAddresses;
  /** The caller ID of outgoing calls. */
  readonly callerId: PhoneNumber;
}

/** How long, and how often, a call is looked for whose order got no reply. */
const searchMilliseconds = 5_000;
const searchPauseMilliseconds = 500;

/**
 * Places at most one call, and orders it at most once: an order without a reply is looked up, and if the call does not
 * show up the attempt stays open all the same, since its callbacks may still prove it (design, "Calls"). Whoever is in
 * the conference of the case is asked there instead.
 */
export async function placeVoiceAttempt(
  dependencies: VoiceAttemptDependencies,
  order: AttemptOrder,
  to: PhoneNumber,
): Promise<Outcome> {
  const conversation = await conversationOf(dependencies, order, to);
  const asked = conversation && (await askInConversation(dependencies, order, conversation));
  if (asked !== undefined) return asked;
  const purse = purseOf(dependencies, order);
  const line = await takeLine(dependencies, order, to);
  if (line === 'joined') return leftOpen;
  if (line === 'occupied') return { reason: 'busy' };
  if (dependencies.now() >= order.dialBefore) {
    await giveUpLine(dependencies, order, to, tooLateToDial);
    return tooLateToDial;
  }
  if (!(await purse.admits({ for: 'call', minutes: 1 }))) {
    await giveUpLine(dependencies, order, to, spendCapReached);
    return spendCapReached;
  }
  const placement = await dependencies.telephony.placeCall(callOrder(dependencies, order, to));
  if (placement.placed === 'no') {
    const refused: AttemptResult = { reason: 'failed', detail: placement.why };
    await giveUpLine(dependencies, order, to, refused);
    return refused;
  }
  const call = placement.placed === 'yes' ? placement.call : await search(dependencies, order, to, placement);
  if (call !== undefined) await noteCall(dependencies, order, to, call);
  return leftOpen;
}

function callOrder(
  { addresses, callerId }: VoiceAttemptDependencies,
  order: AttemptOrder,
  to: PhoneNumber,
): CallOrder {
  return {
    to,
    from: callerId,
    answerUrl: addresses.attemptAnswered(order),
    statusUrl: addresses.attemptStatus(order),
    ringSeconds: order.ringSeconds,
    fallbackUrl: (from) => addresses.fallback(fallbackOrganisation(order), from),
    // Whoever has asked for help and is called back hears at once that somebody is coming; nothing they say is an
    // acknowledgement, so it does not matter what has answered.
    ...(order.purpose === 'call-back' ? {} : { machineDetectionUrl: addresses.attemptMachine(order) }),
  };
}

/** The organisation's document would connect its provider with itself; the desk's leads to somebody else. */
function fallbackOrganisation({ organisationId, target }: AttemptOrder): OrganisationId {
  switch (target.role) {
    case 'assistance-provider':
    case 'medical-provider':
    case 'travel-provider':
    case 'backup-provider':
    case 'desk':
    case 'duty-lead':
      return deskOrganisationId;
    case 'internal-contact':
    case 'authorising-person':
    case 'traveller':
      return organisationId;
  }
}

async function search(
  dependencies: VoiceAttemptDependencies,
  order: AttemptOrder,
  to: PhoneNumber,
  { account, orderedAt }: Extract<Placement, { placed: 'unknown' }>,
): Promise<CallHandle | undefined> {
  const untilThen =
    dependencies.now() + Math.min(searchMilliseconds, ((order.ringSeconds + order.talkSeconds) * 1000) / 2);
  for (;;) {
    const found = await quietly('looking for the call', () =>
      findPlacedCall(
        dependencies,
        { account, to, from: dependencies.callerId, placedAfter: orderedAt },
        order.key,
      ),
    );
    if (found !== undefined || dependencies.now() + searchPauseMilliseconds >= untilThen) return found;
    await pause(searchPauseMilliseconds);
  }
}
