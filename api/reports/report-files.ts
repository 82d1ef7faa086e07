import type { Profile } from '../../domain/access/user.js';
import type { ReportFormat } from '../../domain/reports/report-plan.js';
import type { PrintPdf } from '../../providers/pdf/printed-document.js';
import type { Wording } from '../../wording/wording.js';
import type { ReplyFile } from '../openapi/route.js';
import { reportDocument } from './report-document.js';
import type { ReadReport } from './report-reading.js';
import { reportTable } from './report-table.js';

export interface ReportFilesDependencies {
  readonly wording: Wording;
  readonly printPdf: PrintPdf;
}

export interface ReportFiles {
  /** A report as a file, in the language and with moments in the time zone of whoever reads it. */
  make(read: ReadReport, format: Exclude<ReportFormat, 'json'>, reader: Profile): Promise<ReplyFile>;
}

export function createReportFiles({ wording, printPdf }: ReportFilesDependencies): ReportFiles {
  return {
    async make(read, format, reader) {
      const { kind, period } = read.report;
      const time = period.from === period.to ? period.from : `${period.from}-to-${period.to}`;
      const name = `${kind}-${time}.${format}`;
      switch (format) {
        case 'csv':
          return { mediaType: 'text/csv', name, content: reportTable(read.report, wording, reader.language) };
        case 'pdf':
          return {
            mediaType: 'application/pdf',
            name,
            content: await printPdf(reportDocument(read, wording, reader)),
          };
      }
    },
  };
}
