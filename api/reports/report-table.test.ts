import { describe, expect, it } from '@jest/globals';
import { makeReport } from '../../domain/reports/report.js';
import { createWording, type Wording } from '../../wording/wording.js';
import { reportTable } from './report-table.js';

const now = Date.parse('2026-05-01T00:00:00Z');
const report = makeReport('incidents', { from: '2026-03', to: '2026-03' }, 'UTC', [], now);

describe('a report as a table (R3)', () => {
  it.each(['=1+1', '+1', '-1', '@sum', '\t=1', '\r=1'])('makes plain text of %j', (formula) => {
    // Whatever a translator may write.
    const wording: Wording = { ...createWording(), text: () => formula };
    const rows = reportTable(report, wording, 'en').replace(/^\uFEFF/, '');
    expect(rows.startsWith(`"'${formula}","'${formula}"`)).toBe(true);
    expect(rows).not.toContain(`"${formula}"`);
  });

  it('doubles quotes, and ends each row as RFC 4180 says', () => {
    const wording: Wording = { ...createWording(), text: () => 'a "b", c' };
    const rows = reportTable(report, wording, 'en').split('\r\n');
    expect(rows).toHaveLength(1 + 5 + 5 + 1);
    for (const row of rows.slice(0, -1)) expect(row).toContain('"a ""b"", c"');
  });
});
