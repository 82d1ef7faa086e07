import { randomBytes } from 'node:crypto';
import type { IncidentId, OrganisationId } from '../../domain/identifiers.js';
import type { Target } from '../../domain/target.js';
import { conferenceName, participantLabel, type WaitingCall, type WebhookAddresses } from './addresses.js';
import type { VoiceStep } from './voice-script.js';

/** The label of whoever needs help, in every conference. */
export const callerLabel = 'caller';

/**
 * Joins somebody to the conference of an incident, where its caller waits.
 *
 * @param call the caller's own; with it they are looked after while they wait.
 */
export function joinConference(
  addresses: Pick<WebhookAddresses, 'conferenceEvents' | 'conferenceWait' | 'conferenceLeft'>,
  {
    incidentId,
    organisationId,
  }: { readonly incidentId: IncidentId; readonly organisationId: OrganisationId },
  who: Target | typeof callerLabel,
  call?: Pick<WaitingCall, 'callSid' | 'account'>,
): VoiceStep {
  const label = who === callerLabel ? callerLabel : participantLabel(who);
  return {
    do: 'join',
    conference: conferenceName(incidentId),
    label: legLabel(label),
    eventsUrl: addresses.conferenceEvents(incidentId),
    waitUrl: addresses.conferenceWait(
      incidentId,
      organisationId,
      call && { callSid: call.callSid, account: call.account, missed: 0, apart: 0 },
    ),
    afterUrl: addresses.conferenceLeft(incidentId, label),
  };
}

/**
 * The provider refuses a second participant with the same label (error 16025) and goes on with the call as if there were no
 * conference. Whoever calls again may come before the old call is known to be over, so each leg has a label of its own.
 */
function legLabel(label: string): string {
  return `${label}-${randomBytes(4).toString('hex')}`;
}

/** Whose leg it is, see `legLabel`. */
export function labelOfLeg(label: string): string {
  return label.replace(/-[0-9a-f]{8}$/, '');
}
