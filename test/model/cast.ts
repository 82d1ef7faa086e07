import type { IncidentDirectory } from '../../activities/contract.js';
import { defaultEscalationPolicy } from '../../domain/escalation/default-policy.js';
import type { EscalationPolicy } from '../../domain/escalation/policy.js';
import type { RosterMember } from '../../domain/escalation/roster.js';
import type { Service } from '../../domain/incident/incident.js';
import type { Interval } from '../../domain/interval.js';
import { targetKey, type Target, type TargetRole } from '../../domain/target.js';

const hour = 3_600_000;
/** Every second hour of the first days. */
const oddHours: readonly Interval[] = Array.from({ length: 60 }, (_, index) => ({
  from: (2 * index + 1) * hour,
  to: (2 * index + 2) * hour,
}));

const phones = new Map<string, readonly string[]>();

function person(
  role: TargetRole,
  id: string,
  numbers: readonly string[],
  available?: readonly Interval[],
): RosterMember {
  const target: Target = { role, id };
  phones.set(targetKey(target), numbers);
  const steps = numbers.map((_number, position) => ({ channel: 'voice' as const, position }));
  return { target, steps, ...(available === undefined ? {} : { available }) };
}

/*
 * People who share lines: the duty lead sits beside Anna; Ben authorises too; Dora, who may be called in some hours only,
 * is also the traveller who asked for help; everybody stands on the ladders of both incidents.
 */
export const provider = person('assistance-provider', 'con_provider', ['P1']);
export const clinic = person('medical-provider', 'con_clinic', ['C1', 'C2']);
export const agency = person('travel-provider', 'con_agency', ['G1']);
export const desk = person('desk', 'desk', ['D1']);
export const dutyLead = person('duty-lead', 'duty-lead', ['A2']);
export const anna = person('internal-contact', 'con_anna11', ['A1', 'A2']);
export const ben = person('internal-contact', 'con_ben111', ['B1']);
export const carla = person('internal-contact', 'con_carla1', []);
export const dora = person('internal-contact', 'con_dora11', ['T1', 'T2'], oddHours);
export const frieda = person('authorising-person', 'con_frieda', ['F1']);
export const benWhoAuthorises = person('authorising-person', 'con_ben111', ['B1']);
export const caller = person('traveller', 'trv_dora11', ['T1']);

export const providerSide = [provider, clinic, agency, desk, dutyLead].map(({ target }) => target);
export const internalContacts = [anna, ben, carla, dora].map(({ target }) => target);
export const authorising = [frieda, benWhoAuthorises];

export function numberOf({ role, id }: Target, position: number): string {
  const number = phones.get(targetKey({ role, id }))?.[position];
  if (number === undefined) throw new Error(`${id} has no phone ${position}.`);
  return number;
}

const ladders: Readonly<Record<Service, readonly RosterMember[]>> = {
  assistance: [provider, desk, dutyLead],
  medical: [clinic, desk, dutyLead],
  travel: [agency, desk, dutyLead],
};

export function directoryOf(service: Service, policy: EscalationPolicy): IncidentDirectory {
  return {
    provider: ladders[service],
    internal: [anna, ben, carla, dora],
    authorising,
    caller: [caller],
    policy,
  };
}

/** What holds of a closed incident. */
const unhurried = { reopenWindowSeconds: 7200, ratificationRoundDelaySeconds: 900 };

/**
 * One contact is enough, and the override comes late; two are needed, and it comes soon. Asking goes on behind
 * the reopen window, or ends within it.
 */
export const policies: readonly [EscalationPolicy, EscalationPolicy] = [
  { ...defaultEscalationPolicy, ...unhurried, callBackAttempts: 2, ratificationExpirySeconds: 10_800 },
  {
    ...defaultEscalationPolicy,
    ...unhurried,
    contactsNeeded: 2,
    acknowledgementExpirySeconds: 600,
    overrideDelaySeconds: 120,
    callBackAttempts: 3,
    ratificationExpirySeconds: 3600,
  },
];
