import type { IncidentId, OrganisationId } from '../../domain/identifiers.js';
import type { Target } from '../../domain/target.js';
import {
  conferenceName,
  participantLabel,
  type WebhookAddresses,
} from '../../providers/telephony/addresses.js';
import type { VoiceStep } from '../../providers/telephony/voice-script.js';

/** The label of whoever needs help, in every conference. */
export const callerLabel = 'caller';

export type Joining = (
  incident: { readonly incidentId: IncidentId; readonly organisationId: OrganisationId },
  who: Target | typeof callerLabel,
) => VoiceStep;

/** Joins somebody to the conference of an incident, where its caller waits. */
export function createJoining(addresses: WebhookAddresses): Joining {
  return ({ incidentId, organisationId }, who) => {
    const label = who === callerLabel ? callerLabel : participantLabel(who);
    return {
      do: 'join',
      conference: conferenceName(incidentId),
      label,
      eventsUrl: addresses.conferenceEvents(incidentId),
      waitUrl: addresses.conferenceWait(incidentId, organisationId),
      afterUrl: addresses.conferenceLeft(incidentId, label),
    };
  };
}
