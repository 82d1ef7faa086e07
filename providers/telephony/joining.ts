import type { IncidentId, OrganisationId } from '../../domain/identifiers.js';
import type { Target } from '../../domain/target.js';
import { conferenceName, participantLabel, type WebhookAddresses } from './addresses.js';
import type { VoiceStep } from './voice-script.js';

/** The label of whoever needs help, in every conference. */
export const callerLabel = 'caller';

/** Joins somebody to the conference of an incident, where its caller waits. */
export function joinConference(
  addresses: Pick<WebhookAddresses, 'conferenceEvents' | 'conferenceWait' | 'conferenceLeft'>,
  {
    incidentId,
    organisationId,
  }: { readonly incidentId: IncidentId; readonly organisationId: OrganisationId },
  who: Target | typeof callerLabel,
): VoiceStep {
  const label = who === callerLabel ? callerLabel : participantLabel(who);
  return {
    do: 'join',
    conference: conferenceName(incidentId),
    label,
    eventsUrl: addresses.conferenceEvents(incidentId),
    waitUrl: addresses.conferenceWait(incidentId, organisationId),
    afterUrl: addresses.conferenceLeft(incidentId, label),
  };
}
