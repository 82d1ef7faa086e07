import type { Profile } from '../../domain/access/user.js';
import type { PrintedBlock, PrintedDocument } from '../../providers/pdf/printed-document.js';
import { formatMoment, formatPhoneNumber } from '../../wording/format.js';
import type { TextKey } from '../../wording/locale.js';
import type { Wording } from '../../wording/wording.js';
import { collectionName } from './exported-collections.js';
import type { ExportedValue } from './exported-data.js';
import type { ExportedRecord, PersonExport } from './person-export.js';

/** A document of more takes the printer longer, and more memory, than it has. */
const most = { rows: 5_000, characters: 500_000 } as const;
/** A row is not broken over two pages, so it must not be longer than one. */
const charactersInRow = 1_000;
const isoMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

type Row = readonly [record: string, field: string, value: string];

/** Knows how this reader reads. */
interface Reading extends Profile {
  readonly wording: Wording;
}

/** An export for paper: one table for the person, then one for each collection. It stands in memory, so it is cut if it is long. */
export async function exportForPaper(
  { person, exportedAt, records }: PersonExport,
  owner: string,
  wording: Wording,
  reader: Profile,
): Promise<PrintedDocument> {
  const { language, timeZone } = reader;
  const reading = { ...reader, wording };
  const { tables, isCut } = await tablesOf(records(), reading);
  const note = (key: TextKey & `personExport.${'about' | 'cut' | 'nothing'}`): PrintedBlock => ({
    block: 'note',
    text: wording.text(language, key),
  });
  return {
    title: wording.text(language, 'personExport.title'),
    owner,
    subtitle: wording.text(language, 'personExport.subtitle', {
      name: person.names[0] ?? person.id,
      moment: formatMoment(exportedAt, timeZone, language),
    }),
    language,
    footer: wording.text(language, 'reports.page', { page: '{page}', pages: '{pages}' }),
    blocks: [
      note('personExport.about'),
      ...(isCut ? [note('personExport.cut')] : []),
      personTable(person, reading),
      ...[...tables].map(([collection, rows]) => tableOf(collection, rows, reading)),
      ...(tables.size === 0 ? [note('personExport.nothing')] : []),
    ],
  };
}

/** The rows of each collection, in the order in which they come. */
async function tablesOf(records: AsyncIterable<ExportedRecord>, reading: Reading) {
  const tables = new Map<string, Row[]>();
  const printed = { rows: 0, characters: 0 };
  for await (const record of records) {
    const rows = tables.get(record.collection) ?? [];
    for (const row of rowsOf(record, reading)) {
      if (printed.rows >= most.rows || printed.characters >= most.characters) return { tables, isCut: true };
      rows.push(row);
      tables.set(record.collection, rows);
      printed.rows += 1;
      printed.characters += row.join('').length;
    }
  }
  return { tables, isCut: false };
}

function* rowsOf({ id, data, files }: ExportedRecord, reading: Reading): Generator<Row> {
  const file = reading.wording.text(reading.language, 'personExport.file');
  const fields: (readonly [field: string, value: string])[] = [
    ...fieldsOf(data, reading),
    ...files.map(({ name, url }) => [file, name === undefined ? url : `${name}: ${url}`] as const),
  ];
  let record = id;
  for (const [field, value] of fields) {
    for (const piece of inPieces(value)) {
      yield [record, field, piece];
      // Its identifier stands in the first of its rows.
      record = '';
    }
  }
  if (record !== '') yield [record, '', ''];
}

/** Every value with its path, e.g. `view.state`. */
function* fieldsOf(
  value: ExportedValue,
  reading: Reading,
  path = '',
): Generator<readonly [field: string, value: string]> {
  if (typeof value !== 'object' || value === null) {
    const text = textOf(value, reading);
    if (text !== '') yield [path, text];
    return;
  }
  for (const [name, each] of Object.entries(value)) {
    yield* fieldsOf(each, reading, path === '' ? name : `${path}.${name}`);
  }
}

function textOf(value: string | number | boolean | null, { wording, language, timeZone }: Reading): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return wording.text(language, `personExport.${value ? 'yes' : 'no'}`);
  if (typeof value === 'number') return String(value);
  return isoMoment.test(value) ? formatMoment(Date.parse(value), timeZone, language) : value;
}

function inPieces(text: string): readonly string[] {
  const pieces: string[] = [];
  for (let from = 0; from < text.length; from += charactersInRow) {
    pieces.push(text.slice(from, from + charactersInRow));
  }
  return pieces;
}

function tableOf(collection: string, rows: readonly Row[], { wording, language }: Reading): PrintedBlock {
  const headers = ['personExport.record', 'personExport.field', 'personExport.value'] as const;
  return {
    block: 'table',
    title: collectionName(collection, wording, language),
    columns: headers.map((key) => ({ header: wording.text(language, key), align: 'left' })),
    rows,
    sums: 0,
  };
}

function personTable(person: PersonExport['person'], { wording, language }: Reading): PrintedBlock {
  const { id, organisationId, names, phones, emails } = person;
  const facts = [
    ['personExport.id', [id]],
    ['personExport.organisation', [organisationId]],
    ['personExport.names', names],
    ['personExport.phones', phones.map(formatPhoneNumber)],
    ['personExport.emails', emails],
  ] as const;
  const columns = ['personExport.field', 'personExport.value'] as const;
  return {
    block: 'table',
    title: wording.text(language, 'personExport.person'),
    columns: columns.map((key) => ({ header: wording.text(language, key), align: 'left' })),
    rows: facts
      .filter(([, values]) => values.length > 0)
      .map(([key, values]) => [wording.text(language, key), values.join(', ')]),
    sums: 0,
  };
}
