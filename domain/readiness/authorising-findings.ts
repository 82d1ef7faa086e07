import type { Money } from '../escalation/policy.js';
import type { OrganisationSettings } from '../organisation/organisation.js';
import type { Finding } from './finding.js';
import type { ReadinessQuestion } from './readiness-question.js';

const path = '/authorisingPersons';

/** What is to be said of those who may order what costs money (I9). */
export function authorisingFindings({ settings, pinOwners }: ReadinessQuestion): readonly Finding[] {
  const { authorisingPersons, escalationPolicy } = settings;
  if (authorisingPersons.length === 0) return [{ severity: 'error', code: 'no-authorising-persons', path }];
  const findings: Finding[] = [];
  const ceiling = escalationPolicy.overrideCostCeiling;
  if (!authorisingPersons.some(({ limit }) => reaches(limit, ceiling))) {
    findings.push({ severity: 'warning', code: 'ceiling-not-reached', path });
  }
  if (!authorisingPersons.some(({ id }) => pinOwners.has(id))) {
    findings.push({ severity: 'warning', code: 'no-pin', path });
  }
  return [...findings, ...authorisingPersons.flatMap((person, index) => ofPerson(person, index, pinOwners))];
}

function ofPerson(
  { id, name, email }: OrganisationSettings['authorisingPersons'][number],
  index: number,
  pinOwners: ReadinessQuestion['pinOwners'],
): readonly Finding[] {
  const at = { severity: 'warning', path: `${path}/${index}`, who: name } as const;
  return [
    ...(pinOwners.has(id) ? [] : [{ ...at, code: 'person-without-pin' } as const]),
    ...(email === undefined ? [{ ...at, code: 'person-without-email' } as const] : []),
  ];
}

/** A limit in another currency cannot be compared, so it is not relied upon. */
function reaches(limit: Money | undefined, ceiling: Money): boolean {
  if (limit === undefined) return true;
  return limit.currency === ceiling.currency && limit.amountMinor >= ceiling.amountMinor;
}
