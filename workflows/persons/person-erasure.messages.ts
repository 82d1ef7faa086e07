import type { OrganisationId, PersonErasureId } from '../../domain/identifiers.js';

/** The type name of the workflow and what starts it. */
export const personErasureWorkflowType = 'personErasure';

export interface PersonErasureStart {
  readonly organisationId: OrganisationId;
  readonly erasureId: PersonErasureId;
}

export function personErasureWorkflowId(id: PersonErasureId): `person-erasure:${PersonErasureId}` {
  return `person-erasure:${id}`;
}
