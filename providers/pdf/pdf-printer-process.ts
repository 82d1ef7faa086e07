import { describeError } from '../../domain/describe-error.js';
import { readyMessage } from '../separate-process.js';
import type { PrintingAnswer } from './pdf-printer.js';
import { createPdfPrinting } from './print-pdf.js';
import type { PrintedDocument } from './printed-document.js';

const print = createPdfPrinting();

function answer(message: PrintingAnswer): void {
  process.send?.(message);
}

process.on('message', (document: PrintedDocument) => {
  print(document).then(
    (bytes) => {
      answer({ printed: true, bytes });
    },
    (error: unknown) => {
      answer({ printed: false, why: describeError(error) });
    },
  );
});
// Whoever stops the product may signal all of its processes. This one ends with its parent: then its channel closes.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined);
process.send?.(readyMessage);
