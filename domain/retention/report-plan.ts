import { z } from 'zod';
import type { DataClass } from './data-class.js';
import { isShorter, type RetentionPeriod } from './retention-period.js';
import type { RetentionPolicy } from './retention-policy.js';

export const reportKinds = ['incidents', 'status-calls', 'support-cases', 'costs'] as const;
export type ReportKind = (typeof reportKinds)[number];

export const reportIntervals = ['month', 'quarter', 'year'] as const;
export type ReportInterval = (typeof reportIntervals)[number];

/** A report that an organisation wants regularly (R3). */
export const reportPlanSchema = z
  .strictObject({ kind: z.enum(reportKinds), every: z.enum(reportIntervals) })
  .meta({ id: 'ReportPlan' });
export type ReportPlan = z.infer<typeof reportPlanSchema>;

/** What a report is made of. */
const classesOf: Readonly<Record<ReportKind, readonly DataClass[]>> = {
  incidents: ['incidents'],
  'status-calls': ['status-calls'],
  'support-cases': ['support-cases'],
  // Costs are those of orders, which belong to incidents.
  costs: ['incidents'],
};

const lengthOf: Readonly<Record<ReportInterval, RetentionPeriod>> = {
  month: { count: 1, unit: 'months' },
  quarter: { count: 3, unit: 'months' },
  year: { count: 1, unit: 'years' },
};

/** A report for which data would be gone before it is made. */
export interface BrokenReport {
  readonly report: ReportPlan;
  readonly dataClass: DataClass;
  /** What the class would have to be kept for at least. */
  readonly needs: RetentionPeriod;
}

/** The reports that a policy breaks (E4). What is kept for ever breaks none. */
export function brokenReports(
  policy: RetentionPolicy,
  plans: readonly ReportPlan[],
): readonly BrokenReport[] {
  return plans.flatMap((report) =>
    classesOf[report.kind].flatMap((dataClass) => {
      const period = policy[dataClass];
      const needs = lengthOf[report.every];
      return period !== undefined && isShorter(period, needs) ? [{ report, dataClass, needs }] : [];
    }),
  );
}
