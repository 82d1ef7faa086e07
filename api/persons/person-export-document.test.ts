import { describe, expect, it } from '@jest/globals';
import type { PrintedBlock } from '../../providers/pdf/printed-document.js';
import { createWording } from '../../wording/wording.js';
import { exportForPaper } from './person-export-document.js';
import type { ExportedRecord } from './person-export.js';

const wording = createWording();

async function printed(records: readonly ExportedRecord[]) {
  const found = {
    person: {
      id: 'trv_toni00001',
      organisationId: 'org_company1',
      names: ['Tóni Őszi'],
      phones: ['+493023125011'],
      emails: [],
    },
    exportedAt: Date.UTC(2026, 10, 30, 10),
    // eslint-disable-next-line @typescript-eslint/require-await -- as a database gives them
    records: async function* () {
      yield* records;
    },
  } as const;
  return exportForPaper(found, 'Company', wording, { language: 'en', timeZone: 'Europe/Berlin' });
}

const isTable = (block: PrintedBlock) => block.block === 'table';
const record = (id: string, data: ExportedRecord['data'], collection = 'cases'): ExportedRecord => ({
  collection,
  id,
  data,
  files: [],
});

describe('an export for paper (R4)', () => {
  it('has a table for the person, and one for each collection, whichever way its records come', async () => {
    const file = { name: 'bill.pdf', url: 'https://desk.example.org/v1/attachments/att_1' };
    const { title, subtitle, blocks } = await printed([
      record('inc_1', {
        openedAt: '2026-11-30T10:00:00.000Z',
        view: { silent: true, rounds: 2, orders: [] },
      }),
      { ...record('msg_1', { text: 'Help' }, 'support_messages'), files: [file] },
      record('inc_2', { text: '' }),
    ]);
    expect([title, subtitle]).toEqual(['Personal data', 'Tóni Őszi, 30 Nov 2026, 11:00:00 CET']);
    expect(blocks.filter(isTable)).toMatchObject([
      {
        title: 'Person',
        rows: [
          ['Identifier', 'trv_toni00001'],
          ['Organisation', 'org_company1'],
          ['Names', 'Tóni Őszi'],
          ['Telephone numbers', '+49 30 23125011'],
        ],
      },
      {
        title: 'Incidents and status calls',
        rows: [
          ['inc_1', 'openedAt', '30 Nov 2026, 11:00:00 CET'],
          ['', 'view.silent', 'yes'],
          ['', 'view.rounds', '2'],
          ['inc_2', '', ''],
        ],
      },
      {
        title: 'Messages in support cases',
        rows: [
          ['msg_1', 'text', 'Help'],
          ['', 'File', 'bill.pdf: https://desk.example.org/v1/attachments/att_1'],
        ],
      },
    ]);
  });

  it('breaks what is longer than a row can be, and loses nothing of it', async () => {
    const text = 'Long story. '.repeat(1_000);
    const { blocks } = await printed([record('inc_1', { text })]);
    const rows = blocks.flatMap((block) => (block.block === 'table' ? block.rows : []));
    const pieces = rows.filter(([, field]) => field === 'text').map(([, , piece]) => piece);
    expect(pieces.length).toBeGreaterThan(10);
    expect(pieces.join('')).toBe(text);
  });

  it.each([
    ['of records', Array.from({ length: 6_000 }, (_, index) => record(`inc_${index}`, { state: 'open' }))],
    [
      'of words',
      Array.from({ length: 100 }, (_, index) => record(`inc_${index}`, { text: 'x'.repeat(9_000) })),
    ],
  ])('says that it was cut where there is more %s than paper holds', async (_what, many) => {
    const { blocks } = await printed(many);
    const notes = blocks.flatMap((block) => (block.block === 'note' ? [block.text] : []));
    expect(notes[1]).toMatch(/Only a part is printed/);
    expect(blocks.flatMap((block) => (block.block === 'table' ? block.rows : [])).length).toBeLessThan(5_010);
  });
});
