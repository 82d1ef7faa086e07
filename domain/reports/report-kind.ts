import { deskOrganisationId } from '../desk-organisation.js';
import type { OrganisationId } from '../identifiers.js';

/** What a report tells of (R3). */
export const reportKinds = ['incidents', 'status-calls', 'support-cases', 'costs'] as const;
export type ReportKind = (typeof reportKinds)[number];

/** Support cases are the desk's, whoever they are of. */
export function hasReport(organisationId: OrganisationId, kind: ReportKind): boolean {
  return kind !== 'support-cases' || organisationId === deskOrganisationId;
}
