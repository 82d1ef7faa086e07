import { defaultEscalationPolicy } from '../../domain/escalation/default-policy.js';
import type { EscalationPolicy } from '../../domain/escalation/policy.js';
import type { Roster } from '../../domain/escalation/roster.js';
import { unhurriedPause } from '../../domain/escalation/unhurried-pause.js';
import type { IncidentData } from './incident.state.js';

/**
 * The pause between two rounds of what is asked of the authorising persons. Once the incident is closed nothing of it is
 * urgent: they are asked now and then, at hours at which they can be.
 *
 * @param roster who was asked in the round.
 * @param now epoch milliseconds.
 */
export function afterwardsDelaySeconds(
  { state, policy }: Pick<IncidentData, 'state' | 'policy'>,
  roster: Roster,
  now: number,
): number {
  if (state === 'open') return policy.roundDelaySeconds;
  // Settings that were saved before closed incidents went on asking do not say.
  const saved: Partial<EscalationPolicy> = policy;
  const { ratificationRoundDelaySeconds = defaultEscalationPolicy.ratificationRoundDelaySeconds } = saved;
  return unhurriedPause(roster, ratificationRoundDelaySeconds, now);
}
