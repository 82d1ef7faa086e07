import { z } from 'zod';
import { monthAfter, monthSchema } from '../../domain/calendar-month.js';
import { invalidInput } from '../../domain/errors.js';
import { organisationIdSchema } from '../../domain/identifiers.js';
import { languageSchema } from '../../domain/language.js';
import { reportFormats, reportKinds } from '../../domain/reports/report-plan.js';
import { timeZoneSchema } from '../../domain/time-zone.js';
import { defineRoute, type Route } from '../openapi/route.js';
import { preferredMedia } from '../use-cases/accepted-media.js';
import type { ReportFiles } from './report-files.js';
import type { ReportReading } from './report-reading.js';
import { reportSchema } from './report-schemas.js';
import { showReport } from './report-showing.js';

export interface ReportRouteDependencies {
  readonly reports: ReportReading;
  readonly files: ReportFiles;
}

const mostMonths = 120;

/** What can be had instead of JSON, by the format of the query. */
const formatOf = { 'application/json': 'json', 'text/csv': 'csv', 'application/pdf': 'pdf' } as const;

/** Reports of an organisation: incidents, status calls, support cases, costs (R3). */
export function reportRoutes({ reports, files }: ReportRouteDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/organisations/{organisationId}/reports/{kind}',
      operationId: 'getReport',
      tag: 'Reports',
      summary: 'Read a report of some months',
      description:
        'Figures by month, from the first to the last of the months named, and of all of them together. They carry no personal ' +
        'data and outlive the data of which they were computed; `rawData` says for which part of the time those still exist. ' +
        'What was opened in a month counts there, however it went on; what was ordered counts in the month of the order. Reports of ' +
        'support cases belong to the desk’s organisation. What was computed within the last minute is told again. As a table with ' +
        '`format=csv` or `Accept: text/csv`, for paper and with charts with `format=pdf` or `Accept: application/pdf`.',
      access: 'read report',
      params: z.strictObject({ organisationId: organisationIdSchema, kind: z.enum(reportKinds) }),
      query: z.strictObject({
        from: monthSchema.meta({ description: 'The first month, by the organisation’s time zone.' }),
        to: monthSchema.meta({ description: `The last month; at most ${mostMonths} in all.` }),
        format: z.enum(reportFormats).optional(),
        language: languageSchema
          .optional()
          .meta({ description: 'Of tables and paper. Absent: the reader’s, else the organisation’s.' }),
        timeZone: timeZoneSchema.optional().meta({
          description: 'In which moments are told on paper. Absent: the reader’s, else the organisation’s.',
        }),
      }),
      headers: z.object({ accept: z.string().max(1_000).optional() }),
      responses: {
        200: {
          description: 'The report.',
          schema: reportSchema,
          file: ['text/csv', 'application/pdf'],
        },
      },
    })(async ({ caller, params: { organisationId, kind }, query, headers: { accept } }) => {
      const period = { from: query.from, to: query.to };
      refusePeriod(period);
      const read = await reports.read(caller.scope, organisationId, kind, period);
      const format =
        query.format ?? formatOf[preferredMedia(accept, ['application/json', 'text/csv', 'application/pdf'])];
      if (format === 'json') return { status: 200, body: showReport(read) };
      const file = await files.make(read, format, {
        language: query.language ?? caller.reads?.language ?? read.owner.language,
        timeZone: query.timeZone ?? caller.reads?.timeZone ?? read.owner.timeZone,
      });
      return { status: 200, file };
    }),
  ];
}

function refusePeriod({ from, to }: { readonly from: string; readonly to: string }): void {
  const message =
    to < from
      ? 'must not be before `from`'
      : to >= monthAfter(from, mostMonths)
        ? `must be at most ${mostMonths} months from \`from\`, both included`
        : undefined;
  if (message === undefined) return;
  throw invalidInput('The query of the request is not valid.', [{ path: '/to', message }]);
}
