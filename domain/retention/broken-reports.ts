import type { FieldError } from '../errors.js';
import {
  isSameReport,
  type ReportInterval,
  type ReportKind,
  type ReportName,
  reportKinds,
} from '../reports/report-plan.js';
import type { DataClass } from './data-class.js';
import { isShorter, type RetentionPeriod } from './retention-period.js';
import { describePeriod, type RetentionPolicy } from './retention-policy.js';

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
  readonly report: ReportName;
  readonly dataClass: DataClass;
  /** What the class is kept for. */
  readonly keptFor: RetentionPeriod;
  /** What the class would have to be kept for at least. */
  readonly needs: RetentionPeriod;
}

/** The reports that a policy breaks (E4), each once. What is kept for ever breaks none. */
export function brokenReports(
  policy: RetentionPolicy,
  reports: readonly ReportName[],
): readonly BrokenReport[] {
  const names = reports
    .map(({ kind, every }) => ({ kind, every }))
    .filter((report, index, all) => all.findIndex((other) => isSameReport(other, report)) === index);
  return names.flatMap((report) =>
    classesOf[report.kind].flatMap((dataClass) => {
      const keptFor = policy[dataClass];
      const needs = lengthOf[report.every];
      return keptFor !== 'for-ever' && isShorter(keptFor, needs)
        ? [{ report, dataClass, keptFor, needs }]
        : [];
    }),
  );
}

/** What a problem says of a broken report: which one, which class, and for how long it would have to be kept. */
export function describeBrokenReport({ report, dataClass, keptFor, needs }: BrokenReport): FieldError {
  return {
    path: `/periods/${dataClass}`,
    message:
      `keeps ${describePeriod(keptFor)}, and the report on ${report.kind} of each ${report.every} ` +
      `needs ${describePeriod(needs)}`,
  };
}

/** The reports that are counted of a class of data. */
export function reportsOf(dataClass: DataClass): readonly ReportKind[] {
  return reportKinds.filter((kind) => classesOf[kind].includes(dataClass));
}
