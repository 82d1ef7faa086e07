import { createSeparateProcess } from '../separate-process.js';
import type { PrintedDocument, PrintPdf } from './printed-document.js';

/** What the process says of a document: its bytes, or why there are none. */
export type PrintingAnswer =
  { readonly printed: true; readonly bytes: Uint8Array } | { readonly printed: false; readonly why: object };

export interface PdfPrinter {
  readonly print: PrintPdf;
  /** Ends the process. What is under way or waits is rejected. */
  readonly close: () => Promise<void>;
}

export interface PdfPrinterOptions {
  /** How long one document may take, from when the process has it. Milliseconds. */
  readonly deadline?: number;
  /** The arguments of Node.js; absent: those of this process. */
  readonly execArgv?: readonly string[];
}

const usualDeadline = 60_000;
const heapMegabytes = 512;

/**
 * Prints in a process of its own, one document after the other, so that nobody who calls for help waits until a page is laid
 * out (ADR 30).
 */
export function createPdfPrinter({
  deadline = usualDeadline,
  ...options
}: PdfPrinterOptions = {}): PdfPrinter {
  const { ask, close } = createSeparateProcess<PrintedDocument, PrintingAnswer>({
    name: 'printer',
    file: new URL('./pdf-printer-process', import.meta.url),
    deadline,
    heapMegabytes,
    ...options,
  });
  return {
    async print(document) {
      const answer = await ask(document);
      if (answer === 'gave-up') throw new Error('A document took too long to print, or too much memory.');
      if (answer.printed) return answer.bytes;
      throw new Error('A document could not be printed.', { cause: answer.why });
    },
    close,
  };
}
