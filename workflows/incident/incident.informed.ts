import type { IncidentDirectory } from '../../activities/contract.js';
import type { Roster, RosterMember } from '../../domain/escalation/roster.js';
import type { Service } from '../../domain/incident/incident.js';
import { isWithin } from '../../domain/interval.js';
import type { Target } from '../../domain/target.js';
import { concernsContacts, isLifeSafety, type IncidentData } from './incident.state.js';

/** Who hears of the incident by text and mail at its beginning: the first on the provider side, and whom it concerns inside. */
export function firstInformed(
  data: IncidentData,
  service: Service,
  { provider, internal }: IncidentDirectory,
): NonNullable<IncidentData['informed']> {
  return {
    service,
    provider: firstOf(provider),
    internal: concernsContacts(data) ? membersToInform(internal, data) : [],
  };
}

/** The first on a ladder: who gets the facts in writing. */
export function firstOf(roster: Roster): readonly Target[] {
  return roster.slice(0, 1).map(({ target }) => target);
}

/** Outside life-safety nobody is woken by a text in hours in which nobody may call them (I6). */
function membersToInform(roster: Roster, data: IncidentData): readonly Target[] {
  const mayInform = ({ available }: RosterMember) =>
    isLifeSafety(data) || !available || isWithin(available, Date.now());
  return roster.filter(mayInform).map(({ target }) => target);
}
