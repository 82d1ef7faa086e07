import { z } from 'zod';
import { organisationIdSchema } from '../../domain/identifiers.js';
import { plannedReportSchema, reportNameSchema, reportPlanSchema } from '../../domain/reports/report-plan.js';
import { brokenReports } from '../../domain/retention/broken-reports.js';
import { dataClasses } from '../../domain/retention/data-class.js';
import { retentionPeriodSchema } from '../../domain/retention/retention-period.js';
import {
  defaultRetentionPolicy,
  periodsShown,
  retentionPeriodsSchema,
  retentionPolicyOf,
} from '../../domain/retention/retention-policy.js';
import type { RetentionSettings } from '../../domain/retention/retention-settings.js';
import { defineRoute, type Route } from '../openapi/route.js';
import type { RetentionSaving } from '../use-cases/retention-saving.js';
import { entityTag, ifMatchHeaders, revisionOf, withPrecondition } from './if-match.js';

export interface RetentionSettingsRouteDependencies {
  readonly saving: RetentionSaving;
}

const tag = 'Retention';
const path = '/v1/organisations/{organisationId}';
const params = z.strictObject({ organisationId: organisationIdSchema });
const etag = { ETag: 'The revision, for If-Match. Periods and report plan have it in common.' };

const brokenReportsSchema = z
  .array(
    z
      .strictObject({
        report: reportNameSchema,
        dataClass: z.enum(dataClasses),
        keptFor: retentionPeriodSchema,
        needs: retentionPeriodSchema,
      })
      .meta({ id: 'BrokenReport' }),
  )
  .meta({ description: 'Reports whose data are gone before they are made; they were confirmed.' });

const settingsShape = {
  organisationId: organisationIdSchema,
  revision: z.number().int().meta({ description: '0: nothing was saved yet.' }),
  brokenReports: brokenReportsSchema,
};

const retentionSchema = z
  .strictObject({
    ...settingsShape,
    periods: retentionPeriodsSchema.meta({ description: 'What counts for each class.' }),
    set: retentionPeriodsSchema.meta({ description: 'What was set of it; the rest are defaults.' }),
    defaults: retentionPeriodsSchema,
  })
  .meta({ id: 'Retention' });

const reportPlanAnswerSchema = z
  .strictObject({ ...settingsShape, reports: z.array(plannedReportSchema) })
  .meta({ id: 'ReportPlan' });

const confirm = z
  .array(reportNameSchema)
  .max(20)
  .default([])
  .meta({ description: 'Reports that may break: their data may be deleted before they are made.' });

/** What an organisation keeps for how long, and which reports it wants of it (E4, R3). */
export function retentionSettingsRoutes({ saving }: RetentionSettingsRouteDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: `${path}/retention`,
      operationId: 'getRetention',
      tag,
      summary: 'Read for how long data are kept',
      access: 'read retention',
      params,
      responses: { 200: { description: 'The periods.', schema: retentionSchema, headers: etag } },
    })(async ({ caller, params: { organisationId } }) => {
      const found = await saving.read(caller.scope, organisationId);
      return { status: 200, headers: { ETag: entityTag(found) }, body: showRetention(found) };
    }),
    defineRoute({
      method: 'put',
      path: `${path}/retention`,
      operationId: 'saveRetention',
      tag,
      summary: 'Save for how long data are kept',
      description:
        'Replaces all periods; a class that is left out is kept by default. A period shorter than what a planned report ' +
        'needs is refused (409) unless `confirm` names the report. So far nothing is deleted by itself: periods and reports are planned together, before anything goes.',
      access: 'change retention',
      audit: { body: 'by-handler' },
      params,
      headers: ifMatchHeaders,
      body: z.strictObject({ periods: retentionPeriodsSchema, confirm }).meta({ id: 'RetentionSave' }),
      problems: [409, 412],
      responses: { 200: { description: 'Saved.', schema: retentionSchema, headers: etag } },
    })(async ({ caller, params: { organisationId }, headers, body, audit }) => {
      const ifRevision = revisionOf(headers['if-match']);
      const { periods } = body;
      const { before, saved } = await withPrecondition(ifRevision, () =>
        saving.save(caller.scope, organisationId, { periods }, body.confirm, ifRevision),
      );
      audit.changed({ before: before.periods, after: { periods, confirmed: body.confirm } });
      return { status: 200, headers: { ETag: entityTag(saved) }, body: showRetention(saved) };
    }),
    defineRoute({
      method: 'get',
      path: `${path}/report-plan`,
      operationId: 'getReportPlan',
      tag,
      summary: 'Read which reports are wanted regularly',
      access: 'read report-plan',
      params,
      responses: { 200: { description: 'The plan.', schema: reportPlanAnswerSchema, headers: etag } },
    })(async ({ caller, params: { organisationId } }) => {
      const found = await saving.read(caller.scope, organisationId);
      return { status: 200, headers: { ETag: entityTag(found) }, body: showReportPlan(found) };
    }),
    defineRoute({
      method: 'put',
      path: `${path}/report-plan`,
      operationId: 'saveReportPlan',
      tag,
      summary: 'Save which reports are wanted regularly',
      description:
        'Replaces the plan. A report that needs data for longer than they are kept is refused (409) unless `confirm` names it.',
      access: 'change report-plan',
      audit: { body: 'by-handler' },
      params,
      headers: ifMatchHeaders,
      body: z.strictObject({ reports: reportPlanSchema, confirm }).meta({ id: 'ReportPlanSave' }),
      problems: [409, 412],
      responses: { 200: { description: 'Saved.', schema: reportPlanAnswerSchema, headers: etag } },
    })(async ({ caller, params: { organisationId }, headers, body, audit }) => {
      const ifRevision = revisionOf(headers['if-match']);
      const { reports } = body;
      const { before, saved } = await withPrecondition(ifRevision, () =>
        saving.save(caller.scope, organisationId, { reports }, body.confirm, ifRevision),
      );
      audit.changed({ before: before.reports, after: { reports, confirmed: body.confirm } });
      return { status: 200, headers: { ETag: entityTag(saved) }, body: showReportPlan(saved) };
    }),
  ];
}

function showBroken({ periods, reports }: RetentionSettings): z.input<typeof brokenReportsSchema> {
  return [...brokenReports(retentionPolicyOf(periods), reports)];
}

function showRetention(settings: RetentionSettings): z.input<typeof retentionSchema> {
  const { organisationId, revision, periods } = settings;
  return {
    organisationId,
    revision,
    periods: periodsShown(retentionPolicyOf(periods), organisationId),
    set: periods,
    defaults: periodsShown(defaultRetentionPolicy, organisationId),
    brokenReports: showBroken(settings),
  };
}

function showReportPlan(settings: RetentionSettings): z.input<typeof reportPlanAnswerSchema> {
  const { organisationId, revision, reports } = settings;
  return { organisationId, revision, reports: [...reports], brokenReports: showBroken(settings) };
}
