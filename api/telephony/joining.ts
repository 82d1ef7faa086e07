import type { IncidentId, OrganisationId } from '../../domain/identifiers.js';
import type { Target } from '../../domain/target.js';
import type { WaitingCall, WebhookAddresses } from '../../providers/telephony/addresses.js';
import { joinConference, type callerLabel } from '../../providers/telephony/joining.js';
import type { VoiceStep } from '../../providers/telephony/voice-script.js';

export { callerLabel } from '../../providers/telephony/joining.js';

export type Joining = (
  incident: { readonly incidentId: IncidentId; readonly organisationId: OrganisationId },
  who: Target | typeof callerLabel,
  /** The caller's own call; with it they are looked after while they wait. */
  call?: Pick<WaitingCall, 'callSid' | 'account'>,
) => VoiceStep;

/** Joins somebody to the conference of an incident, where its caller waits. */
export function createJoining(addresses: WebhookAddresses): Joining {
  return (incident, who, call) => joinConference(addresses, incident, who, call);
}
