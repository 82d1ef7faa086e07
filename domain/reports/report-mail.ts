import type { OrganisationId, ReportMailId } from '../identifiers.js';
import type { ReportName } from './report-plan.js';
import type { Language } from '../language.js';
import type { ReportPeriod } from './report.js';

/** Why a report has not reached somebody, and will not. */
export const reportMailFailures = [
  /** A mail server has refused it for good. */
  'refused',
  /** No mail server has taken it for days. */
  'given-up',
  /** A mail server had taken it, and reports that it cannot be delivered. */
  'bounced',
] as const;
export type ReportMailFailure = (typeof reportMailFailures)[number];

/** A report of one time on its way to one address. The address is looked up in the plan when it is sent. */
export interface ReportMail {
  readonly id: ReportMailId;
  readonly organisationId: OrganisationId;
  readonly report: ReportName;
  readonly language: Language;
  readonly period: ReportPeriod;
  /** Of the address: tells it apart from others of the plan, and tells nothing else. */
  readonly recipientHash: string;
  readonly createdAt: Date;
}
