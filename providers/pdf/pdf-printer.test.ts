import { afterEach, describe, expect, it } from '@jest/globals';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { createPdfPrinter, type PdfPrinter, type PdfPrinterOptions } from './pdf-printer.js';
import type { PrintedDocument } from './printed-document.js';

let printer: PdfPrinter | undefined;
afterEach(() => printer?.close());

function start(options: PdfPrinterOptions = {}): PdfPrinter {
  printer = createPdfPrinter({ execArgv: ['--import', 'tsx'], ...options });
  return printer;
}

const document: PrintedDocument = {
  title: 'Őrség',
  owner: 'Fűtőmű Kft.',
  subtitle: 'March 2026',
  language: 'hu',
  footer: '{page}/{pages}',
  blocks: [
    {
      block: 'drawing',
      title: 'Drawn',
      svg: '<svg width="10" height="10"><rect width="5" height="5"/></svg>',
    },
    { block: 'table', title: 'Table', columns: [{ header: 'A', align: 'left' }], rows: [['ű']], sums: 0 },
  ],
};

/** What every PDF begins and ends with (ISO 32000-1, 7.5). */
function isPdf(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes).toString('latin1');
  return text.startsWith('%PDF-') && text.trimEnd().endsWith('%%EOF');
}

describe('the printer of PDFs (R3)', () => {
  it('prints one document after the other in its process', async () => {
    const { print } = start();
    const printed = await Promise.all([print(document), print(document), print(document)]);
    expect(printed.map(isPdf)).toEqual([true, true, true]);
  });

  it('embeds the font, and draws vectors, no pictures', async () => {
    const text = Buffer.from(await start().print(document)).toString('latin1');
    expect(text).toContain('/FontFile2');
    expect(text).not.toContain('/Subtype /Image');
  });

  it('breaks words that are wider than their column, so that no table leaves the page', async () => {
    const columns = [
      { header: 'Record', align: 'left' },
      { header: 'Value', align: 'left' },
    ] as const;
    const rows = [['inc_1', 'a'.repeat(400)]];
    const wide = {
      ...document,
      blocks: [{ block: 'table', title: 'Wide', columns, rows, sums: 0 }],
    } as const;
    const pdf = await getDocument({ data: new Uint8Array(await start().print(wide)), verbosity: 0 }).promise;
    const page = await pdf.getPage(1);
    const { items } = await page.getTextContent();
    const ends = items.flatMap((item) => ('str' in item ? [Number(item.transform[4]) + item.width] : []));
    await pdf.destroy();
    const [, , width] = page.view;
    expect(Math.max(...ends)).toBeLessThan(width ?? 0);
  });

  it('says that a document cannot be printed, and prints the next one', async () => {
    const { print } = start();
    const broken = { ...document, blocks: [{ block: 'drawing', title: 'Broken', svg: '<svg' }] } as const;
    await expect(print(broken)).rejects.toThrow('could not be printed');
    expect(isPdf(await print(document))).toBe(true);
  });

  it('gives up what takes too long, and prints the next one in a new process', async () => {
    const { print } = start({ deadline: 1 });
    await expect(print(document)).rejects.toThrow('too long');
    await printer?.close();
    expect(isPdf(await start().print(document))).toBe(true);
  });

  it('prints nothing once it is closed', async () => {
    const closed = start();
    await closed.print(document);
    await closed.close();
    await expect(closed.print(document)).rejects.toThrow('closed');
  });
});
