import { deskOrganisationId } from '../desk-organisation.js';
import type { OrganisationId } from '../identifiers.js';
import type { ReportKind } from './report-plan.js';

/** Whether an organisation has such reports. Support cases are the desk's, whichever partner they are of. */
export function hasReport(organisationId: OrganisationId, kind: ReportKind): boolean {
  return kind !== 'support-cases' || organisationId === deskOrganisationId;
}
