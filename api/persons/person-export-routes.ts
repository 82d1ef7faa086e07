import { z } from 'zod';
import { organisationIdSchema } from '../../domain/identifiers.js';
import { languageSchema } from '../../domain/language.js';
import { personIdSchema } from '../../domain/persons/person.js';
import { timeZoneSchema } from '../../domain/time-zone.js';
import type { PrintPdf } from '../../providers/pdf/printed-document.js';
import type { Wording } from '../../wording/wording.js';
import { defineRoute, type Route } from '../openapi/route.js';
import type { ReportReading } from '../reports/report-reading.js';
import { preferredMedia } from '../use-cases/accepted-media.js';
import { exportForPaper } from './person-export-document.js';
import { exportAsJson, personExportSchema } from './person-export-json.js';
import type { PersonExporting } from './person-export.js';

export interface PersonExportRouteDependencies {
  readonly exporting: PersonExporting;
  readonly owners: Pick<ReportReading, 'owner'>;
  readonly wording: Wording;
  readonly printPdf: PrintPdf;
}

/** What can be had, by the format of the query. */
const formatOf = { 'application/json': 'json', 'application/pdf': 'pdf' } as const;

/**
 * What is stored about one person, for that person (R4). Files and the originals of mails are named by their addresses and not
 * embedded: there can be gigabytes of them, and each has an address that asks for itself who may read it.
 */
export function personExportRoutes({
  exporting,
  owners,
  wording,
  printPdf,
}: PersonExportRouteDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/organisations/{organisationId}/persons/{personId}/export',
      operationId: 'exportPerson',
      tag: 'Persons',
      summary: 'Everything that is stored about one person',
      description:
        'For a traveller, somebody in the settings, a user or an applicant: every record that is about them, by the collection that it ' +
        'stands in, without secrets, and with other people by their identifiers only. The answer is written as it is read, which takes ' +
        'as long as there is something to look through; it is whole when it ends with `complete`. Attachments and the originals of mails ' +
        'are named by their addresses, and not embedded. For paper with `format=pdf` or `Accept: application/pdf`; a document for paper ' +
        'that would be too long says that it was cut. The people of the desk, of partner accounts, and applicants belong to the desk’s ' +
        'organisation.',
      access: 'export person',
      params: z.strictObject({ organisationId: organisationIdSchema, personId: personIdSchema }),
      query: z.strictObject({
        format: z.enum(['json', 'pdf']).optional(),
        language: languageSchema
          .optional()
          .meta({ description: 'Of names and paper. Absent: the reader’s, else the organisation’s.' }),
        timeZone: timeZoneSchema.optional().meta({
          description: 'In which moments are told on paper. Absent: the reader’s, else the organisation’s.',
        }),
      }),
      headers: z.object({ accept: z.string().max(1_000).optional() }),
      responses: {
        200: {
          description: 'Everything about them.',
          schema: personExportSchema,
          streamed: true,
          file: 'application/pdf',
        },
      },
    })(async ({ caller, params: { organisationId, personId }, query, headers: { accept } }) => {
      const owner = await owners.owner(caller.scope, organisationId);
      const found = await exporting.begin(caller.scope, organisationId, personId);
      const language = query.language ?? caller.reads?.language ?? owner.language;
      const format =
        query.format ?? formatOf[preferredMedia(accept, ['application/json', 'application/pdf'])];
      if (format === 'json') {
        return { status: 200, stream: { pieces: exportAsJson(found, wording, language) } };
      }
      const timeZone = query.timeZone ?? caller.reads?.timeZone ?? owner.timeZone;
      const document = await exportForPaper(found, owner.name, wording, { language, timeZone });
      const name = `${personId}.pdf`;
      return {
        status: 200,
        file: { mediaType: 'application/pdf', name, content: await printPdf(document) },
      };
    }),
  ];
}
