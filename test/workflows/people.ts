import type { RosterMember } from '../../domain/escalation/roster.js';
import type { Target, TargetRole } from '../../domain/target.js';
import type { Actor } from '../../domain/timeline.js';

/** Somebody on a ladder, as a case knows them. */
export type Person = RosterMember & { readonly target: Target };

/** Somebody with one phone. */
export function person(role: TargetRole, id: string): Person {
  return { target: { role, id }, steps: [{ channel: 'voice', position: 0 }] };
}

/** Somebody who cannot be reached by anything. */
export function unreachable({ target }: Person): Person {
  return { target, steps: [] };
}

export const provider = person('assistance-provider', 'con_provider');
export const desk = person('desk', 'desk');
export const clinic = person('medical-provider', 'con_clinic');
export const anna = person('internal-contact', 'con_anna11');
export const ben = person('internal-contact', 'con_ben111');
export const carla = person('internal-contact', 'con_carla1');
export const frieda = person('authorising-person', 'con_frieda');
export const traveller = person('traveller', 'trv_dora11');

/** An operator, as far as a case knows one. */
export const operator = { by: 'token', tokenId: 'tok_operator' } as const satisfies Actor;

export function actor({ target }: Person): Actor {
  return { by: 'target', target };
}
