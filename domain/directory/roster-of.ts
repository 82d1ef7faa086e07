import type { Roster, RosterMember } from '../escalation/roster.js';
import { whenAvailable } from './available-intervals.js';
import { escalationSteps } from './channel-steps.js';
import type { Reachable } from './people.js';

/**
 * People as an escalation sees them: who, in which order, on how many lines, at which times, and for how much.
 *
 * @param from the moment from which on availability counts, in epoch milliseconds.
 * @param hours how far ahead it is computed; behind that nobody counts as available who has hours.
 */
export function rosterOf(people: readonly Reachable[], from: number, hours: number): Roster {
  return people.map((person): RosterMember => {
    const { limit } = person;
    const available = whenAvailable(person, new Date(from), hours);
    return {
      target: person.target,
      steps: escalationSteps(person),
      ...(available === undefined ? {} : { available }),
      ...(limit === undefined ? {} : { limit }),
    };
  });
}
