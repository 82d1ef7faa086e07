import type { Content, ContentTable, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { printedFont, printedWidth, type PrintedBlock, type PrintedDocument } from './printed-document.js';

const ink = '#1f2933';
const accent = '#1f4e79';
const pale = '#eef3f8';
const rule = '#cbd5e0';
const grey = '#5a6776';
const margin = 40;

/** Lays a document out on upright A4 pages. */
export function layOut(document: PrintedDocument): TDocumentDefinitions {
  const { title, owner, subtitle, language, blocks, footer } = document;
  return {
    pageSize: 'A4',
    pageMargins: [margin, 48, margin, 56],
    info: { title: `${title}, ${subtitle}`, author: owner },
    language,
    defaultStyle: { font: printedFont, fontSize: 9, color: ink, lineHeight: 1.15 },
    content: [
      { text: owner, color: grey, fontSize: 10, margin: [0, 0, 0, 2] },
      { text: title, bold: true, fontSize: 20, color: accent },
      { text: subtitle, fontSize: 12, margin: [0, 2, 0, 8] },
      line(accent, 1.5),
      ...blocks.map(contentOf),
    ],
    footer: (page: number, pages: number): Content => ({
      columns: [
        { text: owner, width: '*' },
        {
          text: footer.replace('{page}', String(page)).replace('{pages}', String(pages)),
          width: 'auto',
          alignment: 'right',
        },
      ],
      margin: [margin, 20, margin, 0],
      fontSize: 8,
      color: grey,
    }),
  };
}

function contentOf(block: PrintedBlock): Content {
  switch (block.block) {
    case 'note':
      return { text: block.text, color: grey, margin: [0, 6, 0, 0] };
    case 'figures':
      return figures(block.figures);
    case 'drawing':
      return { stack: [heading(block.title), { svg: block.svg, width: printedWidth }], unbreakable: true };
    case 'table':
      return { stack: [heading(block.title), table(block)] };
  }
}

function heading(text: string): Content {
  return { text, bold: true, fontSize: 11, color: accent, margin: [0, 16, 0, 6] };
}

function line(color: string, lineWidth: number): Content {
  return { canvas: [{ type: 'line', x1: 0, y1: 0, x2: printedWidth, y2: 0, lineWidth, lineColor: color }] };
}

function figures(shown: Extract<PrintedBlock, { block: 'figures' }>['figures']): Content {
  return {
    table: {
      widths: shown.map(() => '*'),
      body: [
        shown.map(({ value, name }) => ({
          stack: [
            { text: value, bold: true, fontSize: 15, color: accent },
            { text: name, fontSize: 8, color: grey },
          ],
          margin: [4, 4, 4, 2],
        })),
      ],
    },
    layout: {
      hLineWidth: () => 0,
      vLineWidth: (index, { table: { widths = [] } }) => (index === 0 || index === widths.length ? 0 : 4),
      vLineColor: () => '#ffffff',
      fillColor: () => pale,
    },
    margin: [0, 12, 0, 0],
  };
}

function table({ columns, rows, sums }: Extract<PrintedBlock, { block: 'table' }>): ContentTable {
  const firstSum = 1 + rows.length - sums;
  const isNarrow = columns.length > 8;
  const fontSize = isNarrow ? 7 : 8.5;
  const padding = isNarrow ? 3 : 4;
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      // Columns of equal width need room for the longest word of all headers; many of them do not have it.
      widths: columns.map((_, index) => (index === 0 || isNarrow ? 'auto' : '*')),
      body: [
        columns.map(({ header, align }) => ({
          text: header,
          bold: true,
          color: '#ffffff',
          alignment: align,
          fontSize,
        })),
        ...rows.map((row, index) =>
          row.map((text, column) => ({
            text: breakable(text),
            alignment: columns[column]?.align ?? 'left',
            bold: index + 1 >= firstSum,
            fontSize,
            // A month on two lines is read as two.
            noWrap: column === 0,
          })),
        ),
      ],
    },
    layout: {
      hLineWidth: (index) => (index === firstSum && sums > 0 ? 1 : 0.5),
      hLineColor: (index) => (index === firstSum && sums > 0 ? accent : rule),
      vLineWidth: () => 0,
      fillColor: (index) => (index === 0 ? accent : index >= firstSum ? pale : null),
      paddingTop: () => 3,
      paddingBottom: () => 2,
      paddingLeft: () => padding,
      paddingRight: () => padding,
    },
  };
}

const longWord = /\S{32}(?=\S)/g;

/** A word that is wider than its column would push the others off the page; a space without width lets it be broken. */
function breakable(text: string): string {
  return text.replace(longWord, (word) => `${word}\u200B`);
}
