import type { Service } from '../incident/incident.js';
import type { OrganisationSettings } from '../organisation/organisation.js';
import type { DeskLines, Reachable } from './people.js';
import { deskItself, dutyLead, providerLines } from './reachable.js';

/**
 * Who is called for a service, in order, until a human takes the incident (I3, I5). The desk and its duty lead stand at
 * the end of every ladder; without settings they are the whole of it, so that no ladder is ever empty.
 */
export function providerLadder(
  service: Service,
  settings: OrganisationSettings | undefined,
  desk: DeskLines,
): Reachable[] {
  return withoutRepeatedNumbers([
    ...(settings ? rungs(service, settings, desk) : []),
    deskItself(desk),
    dutyLead(desk),
  ]);
}

function rungs(service: Service, settings: OrganisationSettings, desk: DeskLines): Reachable[] {
  const { assistance = deskItself(desk), medical, travel, backups } = providerLines(settings);
  switch (service) {
    case 'assistance':
      return [assistance, ...backups];
    case 'medical':
      return [medical ?? assistance, ...backups];
    case 'travel':
      // Backups stand in for assistance; a booking question that nobody answers goes to the desk.
      return [travel ?? assistance];
  }
}

/**
 * Leaves out whoever can only be reached at numbers that the ladder has already. Whoever has a further number keeps all of
 * them, since an attempt names a number by its position among all numbers of its target.
 */
function withoutRepeatedNumbers(ladder: readonly Reachable[]): Reachable[] {
  const called = new Set<string>();
  return ladder.filter(({ phones }) => {
    const isNew = phones.some((phone) => !called.has(phone));
    for (const phone of phones) called.add(phone);
    return isNew;
  });
}
