import type { ContactBook, Reachable } from '../../db/contact-book/contact-book.js';
import { statusCallSteps } from '../../domain/directory/channel-steps.js';
import { rosterOf } from '../../domain/directory/roster-of.js';
import { defaultEscalationPolicy } from '../../domain/escalation/default-policy.js';
import type { Roster } from '../../domain/escalation/roster.js';
import type { IncidentId, OrganisationId, TravellerId } from '../../domain/identifiers.js';
import { defaultStatusCallPolicy } from '../../domain/status-call/policy.js';
import { callerOf, type Target } from '../../domain/target.js';
import { quietly, withSafeFailures } from '../activity-failures.js';
import type { DirectoryActivities } from '../contract.js';
import {
  addressesOf,
  isAmong,
  peopleUnderDuress,
  type SparedAddressDependencies,
} from '../duress/spared-addresses.js';
import type { ReachDependencies } from '../reach.js';
import { callerNumber, reach } from '../reach.js';

export interface DirectoryDependencies extends ReachDependencies {
  readonly contactBook: ContactBook;
  readonly store: SparedAddressDependencies['store'];
  readonly now: () => number;
}

/**
 * How far ahead availability is computed. A roster is loaded at the beginning of each round, and a round with the longest
 * ringing and talking on every phone of every contact stays far below this.
 */
const horizonHours = 72;

/** The organisation's people as workflows see them: who, in which order, on how many lines, at which times. */
export function createDirectoryActivities(dependencies: DirectoryDependencies): DirectoryActivities {
  const { contactBook, now } = dependencies;

  const roster = (people: readonly Reachable[]) => rosterOf(people, now(), horizonHours);

  /**
   * Who asked for help; nobody when the incident has neither a traveller nor a number that it came from. While MongoDB
   * cannot tell the number there is one step, so that every attempt looks anew and the caller is not passed over.
   */
  async function callerRoster(query: {
    readonly organisationId: OrganisationId;
    readonly incidentId: IncidentId;
    readonly travellerId?: TravellerId;
  }): Promise<Roster> {
    const { organisationId, incidentId, travellerId } = query;
    const target = callerOf(travellerId);
    const caller = await reach(dependencies, { organisationId, incidentId, target });
    const steps = caller === undefined ? [] : statusCallSteps(caller, ['voice']);
    if (steps.length > 0) return [{ target, steps }];
    const number = await callerNumber(dependencies, incidentId);
    if (number.is === 'untold') return [{ target, steps: [{ channel: 'voice', position: 0 }] }];
    return travellerId === undefined ? [] : [{ target, steps }];
  }

  return {
    loadIncidentDirectory: (query) =>
      withSafeFailures(async () => {
        const { organisationId, service, silent } = query;
        const [organisation, provider, internal, authorising, caller, own, people] = await Promise.all([
          quietly('the organisation', () => contactBook.organisation(organisationId)),
          contactBook.providerLadder(organisationId, service),
          contactBook.internalContacts(organisationId),
          contactBook.authorisingPersons(organisationId),
          callerRoster(query),
          silent === undefined ? [] : addressesOf(dependencies, query),
          peopleUnderDuress(dependencies),
        ]);
        const spared = [...own, ...people.flatMap(({ addresses }) => addresses)];
        const called = (people: readonly Reachable[]) => withoutAddresses(roster(people), people, spared);
        return {
          provider: called(provider),
          internal: called(internal),
          authorising: called(authorising),
          caller,
          policy: organisation?.settings.escalationPolicy ?? defaultEscalationPolicy,
        };
      }),

    loadStatusCallDirectory: ({ organisationId, travellerId }) =>
      withSafeFailures(async () => {
        const target: Target = { role: 'traveller', id: travellerId };
        const [organisation, traveller] = await Promise.all([
          quietly('the organisation', () => contactBook.organisation(organisationId)),
          reach(dependencies, { organisationId, target }),
        ]);
        const policy = organisation?.settings.statusCallPolicy ?? defaultStatusCallPolicy;
        return {
          traveller: [
            { target, steps: traveller === undefined ? [] : statusCallSteps(traveller, policy.channels) },
          ],
          policy,
        };
      }),
  };
}

/** The same ladder, on which nobody is called at one of these numbers, nor mailed: somebody else may be there (I14). */
function withoutAddresses(roster: Roster, people: readonly Reachable[], spared: readonly string[]): Roster {
  if (spared.length === 0) return roster;
  return roster.map((member, index) => ({
    ...member,
    steps: member.steps.filter(({ channel, position }) => {
      const person = people[index];
      const address = channel === 'email' ? person?.email : person?.phones[position];
      return address === undefined || !isAmong(spared, address);
    }),
  }));
}
