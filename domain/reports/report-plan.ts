import { z } from 'zod';
import { deskOrganisationId } from '../desk-organisation.js';
import type { FieldError } from '../errors.js';
import { languageSchema } from '../language.js';

export const reportKinds = ['incidents', 'status-calls', 'support-cases', 'costs'] as const;
export type ReportKind = (typeof reportKinds)[number];

export const reportIntervals = ['month', 'quarter', 'year'] as const;
export type ReportInterval = (typeof reportIntervals)[number];

export const reportFormats = ['json', 'csv', 'pdf'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** Which report it is: what it is about, and the time that it is about. */
export const reportNameSchema = z
  .strictObject({ kind: z.enum(reportKinds), every: z.enum(reportIntervals) })
  .meta({ id: 'ReportName' });
export type ReportName = z.infer<typeof reportNameSchema>;

/** A report that an organisation wants regularly (R3). */
export const plannedReportSchema = z
  .strictObject({
    ...reportNameSchema.shape,
    language: languageSchema,
    formats: z.array(z.enum(reportFormats)).min(1).max(reportFormats.length),
    /** E-mail addresses that it is sent to when the time that it is about is over; none: it is only read. */
    recipients: z.array(z.email().max(254)).max(20).default([]),
  })
  .meta({ id: 'PlannedReport' });
export type PlannedReport = z.infer<typeof plannedReportSchema>;

/** Everything that an organisation wants regularly. A report stands there once in each language. */
export const reportPlanSchema = z.array(plannedReportSchema).max(40);
export type ReportPlan = readonly PlannedReport[];

/** Tells the reports of a plan apart. */
function plannedReportKey({ kind, every, language }: PlannedReport): string {
  return `${kind}/${every}/${language}`;
}

export function isSameReport(one: ReportName, other: ReportName): boolean {
  return one.kind === other.kind && one.every === other.every;
}

/**
 * What is wrong with a plan beyond its form.
 *
 * @returns paths within the plan, e.g. `/0/kind`.
 */
export function reportPlanErrors(plan: ReportPlan, organisationId: string): readonly FieldError[] {
  return plan.flatMap((report, index) => [
    ...(report.kind === 'support-cases' && organisationId !== deskOrganisationId
      ? [{ path: `/${index}/kind`, message: 'is about what only the desk’s organisation has' }]
      : []),
    ...(plan.findIndex((other) => plannedReportKey(other) === plannedReportKey(report)) < index
      ? [{ path: `/${index}`, message: 'stands there twice; name all recipients in one of them' }]
      : []),
    ...repeatedIn(report.formats, `/${index}/formats`),
    ...repeatedIn(report.recipients, `/${index}/recipients`),
  ]);
}

function repeatedIn(values: readonly string[], path: string): readonly FieldError[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) < index ? [{ path: `${path}/${index}`, message: 'stands there twice' }] : [],
  );
}
