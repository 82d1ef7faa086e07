import type { OrganisationId, PersonErasureId } from '../identifiers.js';
import type { Principal } from '../timeline.js';
import type { ErasureReport } from './erasure-report.js';
import type { PersonId } from './person.js';

/**
 * `running`: it was asked for, and nobody has tried to the end yet. `waiting`: what was in use or held is tried again every night.
 * `complete`: nothing is left that could be erased.
 */
export const personErasureStates = ['running', 'waiting', 'complete'] as const;
export type PersonErasureState = (typeof personErasureStates)[number];

/** Somebody's data are to be erased (R4). */
export interface PersonErasure {
  readonly id: PersonErasureId;
  readonly organisationId: OrganisationId;
  readonly personId: PersonId;
  readonly requestedBy: Principal;
  readonly requestedAt: Date;
  readonly reason: string;
  /** Hash of the request; another body under the same Idempotency-Key is refused. */
  readonly bodyHash: string;
  readonly state: PersonErasureState;
  /** Of the last try; absent: there was none yet. */
  readonly report?: ErasureReport;
}
