import type { OrganisationId } from '../../domain/identifiers.js';
import type { Principal } from '../../domain/timeline.js';

/** The type name of the workflow and what starts it. */
export const retentionRunWorkflowType = 'retentionRun';

export interface RetentionRunStart {
  readonly organisationId: OrganisationId;
  /** Absent: the schedule. */
  readonly startedBy?: Principal;
  /** As fast as it goes, without pauses for others. Absent: paced. */
  readonly unpaced?: true;
}

/** What a workflow of a run is called; behind it stands the scheduled day, or the moment of the request. */
export function retentionRunWorkflowPrefix(
  organisationId: OrganisationId,
): `retention-run:${OrganisationId}` {
  return `retention-run:${organisationId}`;
}
