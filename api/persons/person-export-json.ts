import { z } from 'zod';
import type { Language } from '../../domain/language.js';
import { personIdSchema } from '../../domain/persons/person.js';
import { organisationIdSchema } from '../../domain/identifiers.js';
import type { Wording } from '../../wording/wording.js';
import { asMoment, momentSchema } from '../representations/shared.js';
import { collectionName } from './exported-collections.js';
import type { ExportedRecord, PersonExport } from './person-export.js';

const recordSchema = z
  .strictObject({
    collection: z.string().meta({ description: 'Where it is stored. These names stay the same.' }),
    name: z.string().meta({ description: 'The same, as people call it in the language that was asked for.' }),
    id: z.string(),
    data: z.unknown().meta({
      description:
        'What is stored. Other people stand in it by their identifiers only. Moments are RFC 3339 in UTC.',
    }),
    files: z
      .array(z.strictObject({ name: z.string().exactOptional(), url: z.url() }))
      .exactOptional()
      .meta({ description: 'Files that belong to it, and mails as they came. Absent: none.' }),
  })
  .meta({ id: 'ExportedRecord' });

export const personExportSchema = z
  .strictObject({
    person: z.strictObject({
      id: personIdSchema,
      organisationId: organisationIdSchema,
      names: z.array(z.string()).meta({ description: 'The present one first, then earlier ones.' }),
      phones: z.array(z.string()),
      emails: z.array(z.string()),
    }),
    exportedAt: momentSchema,
    records: z.array(recordSchema),
    complete: z.literal(true).meta({ description: 'Stands at the end: whatever lacks it was cut off.' }),
  })
  .meta({ id: 'PersonExport' });

/** The export as JSON, a record at a time, so that however much there is stands in memory together. */
export async function* exportAsJson(
  { person, exportedAt, records }: PersonExport,
  wording: Wording,
  language: Language,
): AsyncGenerator<string> {
  const { id, organisationId, names, phones, emails } = person;
  const head = { id, organisationId, names, phones, emails };
  yield `{"person":${JSON.stringify(head)},"exportedAt":${JSON.stringify(asMoment(exportedAt))},"records":[`;
  let separator = '';
  for await (const record of records()) {
    yield `${separator}${JSON.stringify(shown(record, collectionName(record.collection, wording, language)))}`;
    separator = ',';
  }
  yield '],"complete":true}';
}

function shown({ collection, id, data, files }: ExportedRecord, name: string): z.input<typeof recordSchema> {
  return { collection, name, id, data, ...(files.length === 0 ? {} : { files: [...files] }) };
}
