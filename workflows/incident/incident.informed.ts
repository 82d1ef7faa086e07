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
    provider: firstOf(provider, data),
    internal: concernsContacts(data) ? membersToInform(internal, data) : [],
  };
}

/**
 * Who gets the facts in writing: the first on a ladder, and when that one is closed, everybody up to the first who can be
 * called; whoever is closed finds them when they open.
 */
export function firstOf(roster: Roster, data: IncidentData): readonly Target[] {
  const first = roster.findIndex((member) => mayBeCalled(member, data));
  return roster.slice(0, Math.max(first, 0) + 1).map(({ target }) => target);
}

/** Outside life-safety nobody is woken by a text in hours in which nobody may call them (I6). */
function membersToInform(roster: Roster, data: IncidentData): readonly Target[] {
  return roster.filter((member) => mayBeCalled(member, data)).map(({ target }) => target);
}

function mayBeCalled({ available }: RosterMember, data: IncidentData): boolean {
  return isLifeSafety(data) || !available || isWithin(available, Date.now());
}
