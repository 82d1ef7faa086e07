import { compile } from 'html-to-text';
import { cut } from '../../../domain/mail/header-text.js';

/** Beyond this, an HTML body is read without its structure. A long thread of Outlook's has a tenth of it. */
const mostCharacters = 500_000;
/** The parser of HTML takes time by depth; people's mails stay below fifty. */
const mostDepth = 500;
/** Each takes some microseconds. */
const mostTags = 50_000;
/**
 * Of all lines together, by their depth within quotes and lists: so many marks stand before them. A thread of thirty
 * answers has a hundredth of it.
 */
const mostIndentation = 1_000_000;
/** Of the text that is made. */
const mostMadeCharacters = 2 * mostCharacters;

const convert = compile({
  wordwrap: false,
  limits: { maxInputLength: mostCharacters, maxDepth: mostDepth + 100, maxBaseElements: 1000 },
  selectors: [
    // Addresses of pages and mailboxes are worth reading; scripts and pictures in an address are not.
    {
      selector: 'a',
      options: {
        hideLinkHrefIfSameAsText: true,
        noAnchorUrl: true,
        linkBrackets: ['<', '>'],
        pathRewrite: (path: string) => (/^(?:https?|mailto|tel):/i.test(path.trim()) ? path : ''),
      },
    },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    ...['script', 'style', 'head', 'title', 'template', 'noscript', 'object', 'svg', 'img', 'iframe'].map(
      (selector) => ({
        selector,
        format: 'skip',
      }),
    ),
    // Mails use tables for their layout: a row is a line, and a cell at least a word.
    { selector: 'tr', format: 'block' },
    ...['td', 'th'].map((selector) => ({ selector, format: 'inlineSurround', options: { suffix: ' ' } })),
  ],
});

/**
 * An HTML body as text: scripts, styles and pictures left out, quotes marked with `>`. Never throws; a text of more than a
 * million characters is cut.
 */
export function textOfHtml(html: string): string {
  return cut(madeOf(html), mostMadeCharacters);
}

function madeOf(html: string): string {
  if (html.length > mostCharacters || isHeavy(html)) return withoutTags(html);
  try {
    return convert(html);
  } catch {
    return withoutTags(html);
  }
}

/** Elements without content. Others that are left open make the parser's work as long as those that are nested. */
const unclosed = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));

/** What is put before each line within, once more for each of them that the line stands in. */
const indenting = new Set(['blockquote', 'ul', 'ol']);

/**
 * Whether there are too many tags, or so deep ones that a parser's work, or the text that is made, would grow with the
 * square; in one pass.
 */
function isHeavy(html: string): boolean {
  const open = new Map<string, number>();
  let depth = 0;
  let tags = 0;
  let indent = 0;
  let indentation = 0;
  // Preformatted text has its lines without a tag.
  for (const [piece, slash, written = ''] of html.matchAll(/\n|<(\/?)([a-z][a-z0-9:]{0,30})/gi)) {
    indentation += indent;
    if (indentation > mostIndentation) return true;
    if (piece === '\n') continue;
    tags += 1;
    if (tags > mostTags || depth > mostDepth) return true;
    const name = written.toLowerCase();
    const count = open.get(name) ?? 0;
    if (slash === '/' ? count === 0 : unclosed.has(name)) continue;
    const step = slash === '/' ? -1 : 1;
    open.set(name, count + step);
    depth += step;
    if (indenting.has(name)) indent += step;
  }
  return false;
}

const lineEnds = new Set('br p div tr li table blockquote h1 h2 h3 h4 h5 h6 pre ul ol'.split(' '));
const hidden = new Set(['script', 'style', 'head', 'title', 'svg']);

/** For what no parser should be given: the words between the tags, in one pass. */
function withoutTags(html: string): string {
  const pieces: string[] = [];
  let within: string | undefined;
  let position = 0;
  while (position < html.length) {
    const start = html.indexOf('<', position);
    const end = start < 0 ? -1 : html.indexOf('>', start);
    if (within === undefined) pieces.push(html.slice(position, start < 0 ? html.length : start));
    if (end < 0) {
      // No tag any more: what is left is text.
      if (within === undefined && start >= 0) pieces.push(html.slice(start));
      break;
    }
    const [, slash, written = ''] = /^<(\/?)([a-z][a-z0-9]{0,30})/i.exec(html.slice(start, start + 34)) ?? [];
    const name = written.toLowerCase();
    if (slash === '/' && name === within) within = undefined;
    else if (slash === '' && within === undefined && hidden.has(name)) within = name;
    else if (lineEnds.has(name)) pieces.push('\n');
    position = end + 1;
  }
  return pieces
    .join('')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
