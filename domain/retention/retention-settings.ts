import type { OrganisationId } from '../identifiers.js';
import type { ReportPlan } from '../reports/report-plan.js';
import type { RetentionPeriods } from './retention-policy.js';

/**
 * What an organisation keeps for how long (E4), and which reports it wants of it. They have one revision, since each is judged
 * by the other: of two saves at the same moment that would break a report together, one is refused.
 */
export interface RetentionSettings {
  readonly organisationId: OrganisationId;
  /** 0: nothing was saved, and the defaults count. */
  readonly revision: number;
  readonly periods: RetentionPeriods;
  readonly reports: ReportPlan;
}
