import type { Attempts } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import type { AttemptOrder } from '../../domain/attempt.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import { targetOfKey } from '../../domain/target.js';
import type { WebhookAddresses } from '../../providers/telephony/addresses.js';
import { joinConference } from '../../providers/telephony/joining.js';
import type { CallHandle, Telephony } from '../../providers/telephony/telephony.js';
import type { Wording } from '../../wording/wording.js';
import { quietly } from '../activity-failures.js';
import type { ReachDependencies } from '../reach.js';
import { leftOpen, stopped, type Outcome } from './attempt-outcome.js';
import { attemptedPerson } from './attempted-person.js';
import { isAlive } from './call-outcome.js';

export interface ConversationDependencies {
  readonly store: Pick<Store, 'numberLeases'>;
  readonly telephony: Telephony;
  readonly addresses: WebhookAddresses;
  /** Every account that may have placed a call, the primary first. */
  readonly telephonyAccounts: readonly string[];
}

/**
 * The call on which the person is in the conference of the case already: they are asked within it, since their number has
 * a live call and may not get another (I8, X1). Undefined: they are to be called like everybody else.
 */
export async function conversationOf(
  { store, telephony, telephonyAccounts }: ConversationDependencies,
  { inConference = [] }: AttemptOrder,
  to: PhoneNumber,
): Promise<CallHandle | undefined> {
  if (inConference.length === 0) return undefined;
  const known = await quietly('the call that occupies the number', async () => ({
    lease: await store.numberLeases.find(to),
  }));
  if (known !== undefined) {
    const call = known.lease?.call;
    return inConference.some(({ callSid }) => callSid === call?.sid) ? call : undefined;
  }
  // MongoDB is away: then the telephony provider tells whose calls these are.
  for (const { callSid: sid } of inConference) {
    for (const account of telephonyAccounts) {
      const facts = await quietly('whose call is in the conference', () =>
        telephony.lookUpCall({ sid, account }),
      );
      if (facts?.to === to && isAlive(facts)) return { sid, account };
    }
  }
  return undefined;
}

/**
 * Takes the person out of the conference to ask them; the conference goes on without them, and whatever they answer leads
 * back into it. Undefined: the call is over, so they are called.
 */
export async function askInConversation(
  { telephony, addresses }: ConversationDependencies,
  order: AttemptOrder,
  call: CallHandle,
): Promise<Outcome | undefined> {
  const redirected = await quietly('asking somebody within their call', () =>
    telephony.redirectCall(
      call,
      [{ do: 'go-to', url: addresses.attemptAnswered(order) }],
      addresses.attemptStatus(order),
    ),
  );
  // It may have worked or not: whoever hears the question answers it all the same, and the ladder goes on.
  if (redirected === undefined) return { reason: 'busy' };
  return redirected ? leftOpen : undefined;
}

/**
 * Ends an attempt that is asked within a conversation: whoever is still being asked goes back into the conference.
 *
 * @returns false: the attempt has a call of its own.
 */
export async function stopInConversation(
  dependencies: ConversationDependencies &
    ReachDependencies & { readonly attempts: Attempts; readonly wording: Wording },
  order: AttemptOrder,
  to: PhoneNumber,
): Promise<boolean> {
  const { telephony, addresses, attempts, wording, deskLanguage } = dependencies;
  const { subject, organisationId, target, inConference = [] } = order;
  const call = await conversationOf(dependencies, order, to);
  const participant = inConference.find(({ callSid }) => callSid === call?.sid);
  if (call === undefined || participant === undefined || subject.case !== 'incident') return false;
  const pending = await attempts.complete(order.key, stopped);
  if (!pending) return true;
  const language = (await attemptedPerson(dependencies, order))?.language ?? deskLanguage;
  const who = targetOfKey(participant.label) ?? target;
  // Where it fails the question comes to its own end, which leads back too.
  await quietly('taking somebody back into their conversation', () =>
    telephony.redirectCall(call, [
      { do: 'say', text: wording.text(language, 'voice.inConference.settled'), language },
      { do: 'say', text: wording.text(language, 'voice.inConference.back'), language },
      joinConference(addresses, { incidentId: subject.incidentId, organisationId }, who),
    ]),
  );
  return true;
}
