import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pdfmake from 'pdfmake';
import { layOut } from './page-layout.js';
import { printedFont, type PrintPdf } from './printed-document.js';

/**
 * Prints in this thread, which does nothing else meanwhile: some tenths of a second. The font comes with pdfmake (Apache License
 * 2.0) and is embedded, as far as its letters are used.
 */
export function createPdfPrinting(): PrintPdf {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')),
    'fonts',
    'Roboto',
  );
  const font = (style: string) => join(folder, `Roboto-${style}.ttf`);
  pdfmake.setFonts({
    [printedFont]: {
      normal: font('Regular'),
      bold: font('Medium'),
      italics: font('Italic'),
      bolditalics: font('MediumItalic'),
    },
  });
  // A document reads nothing but the fonts, and fetches nothing at all.
  pdfmake.setLocalAccessPolicy((path) => dirname(path) === folder);
  pdfmake.setUrlAccessPolicy(() => false);
  return async (document) => pdfmake.createPdf(layOut(document)).getBuffer();
}
