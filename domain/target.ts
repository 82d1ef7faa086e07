/**
 * Who is to be reached, by role and identifier only: the number and the name are looked up in the ContactBook at the
 * moment of dialling, so histories hold no personal data and a changed number counts from the next attempt on.
 */
export const targetRoles = [
  'assistance-provider',
  'medical-provider',
  'travel-provider',
  'backup-provider',
  'desk',
  'duty-lead',
  'internal-contact',
  'authorising-person',
  'traveller',
] as const;
export type TargetRole = (typeof targetRoles)[number];

export interface Target {
  readonly role: TargetRole;
  /** `con_…` or `trv_…`; `desk` and `duty-lead` for the desk itself; `caller` for an unknown caller. */
  readonly id: string;
}

const providerRoles: ReadonlySet<TargetRole> = new Set<TargetRole>([
  'assistance-provider',
  'medical-provider',
  'travel-provider',
  'backup-provider',
]);

/** A provider of an organisation; the desk is none. */
export function isProvider({ role }: Target): boolean {
  return providerRoles.has(role);
}

/** The assistance desk itself, whoever is on duty there. */
export const deskTarget: Target = { role: 'desk', id: 'desk' };
export const dutyLeadTarget: Target = { role: 'duty-lead', id: 'duty-lead' };

/** The ID of a traveller of whom only the number is known that they called or texted from. */
export const unknownCallerId = 'caller';

/** Whoever needs help: a traveller, or somebody whom nobody knows. */
export function callerOf(travellerId: string | undefined): Target {
  return { role: 'traveller', id: travellerId ?? unknownCallerId };
}

/** Two targets with the same key are the same person in the same role. */
export function targetKey(target: Target): string {
  return `${target.role}/${target.id}`;
}

export function sameTarget(one: Target, other: Target): boolean {
  return targetKey(one) === targetKey(other);
}

/** The target that a key names; undefined when it names none. */
export function targetOfKey(key: string): Target | undefined {
  const role = targetRoles.find((known) => key.startsWith(`${known}/`));
  return role === undefined ? undefined : { role, id: key.slice(role.length + 1) };
}
