import { createHash } from 'node:crypto';
import type { Response } from 'express';
import type { Language } from '../../domain/language.js';

/** `primary`: what is hoped for; `secondary`: what may be answered too; `urgent`: a call for help. */
export type ButtonKind = 'primary' | 'secondary' | 'urgent';

/** A page for somebody who followed a link: a few words, and buttons that send what they say. */
export interface Page {
  readonly language: Language;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** What is typed into the form, above the buttons: a text of several lines, with what was typed before. */
  readonly longText?: { readonly name: string; readonly label: string; readonly value: string };
  /** What nobody shall see. */
  readonly passwords?: readonly { readonly name: string; readonly label: string }[];
  readonly buttons: readonly { readonly value: string; readonly text: string; readonly kind: ButtonKind }[];
  /** Shown below everything (I11). */
  readonly footer: string | undefined;
}

const style = `
:root { color-scheme: light dark; }
body { font: 1.125rem/1.6 system-ui, sans-serif; margin: 0 auto; max-width: 36rem; padding: 2rem 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
form { display: grid; gap: 1rem; margin: 2rem 0; }
label { display: grid; gap: .25rem; font-weight: 600; }
input, textarea { font: inherit; min-height: 3rem; padding: .5rem .75rem; border-radius: .5rem; border: 2px solid currentColor; }
button { font: inherit; font-weight: 600; min-height: 3.5rem; padding: .75rem 1rem; border-radius: .5rem;
  border: 2px solid; cursor: pointer; }
button.primary { border-color: #1d4ed8; background: #1d4ed8; color: #fff; }
button.secondary { border-color: currentColor; background: Canvas; color: CanvasText; }
button.urgent { border-color: #b91c1c; background: #b91c1c; color: #fff; }
button:focus-visible, input:focus-visible, textarea:focus-visible { outline: 4px solid #f59e0b; outline-offset: 2px; }
footer { border-top: 1px solid currentColor; margin-top: 2rem; padding-top: 1rem; font-weight: 600; }
`;

/** Nothing may load or run but this style; forms go nowhere but here. */
const contentSecurityPolicy = [
  `default-src 'none'`,
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  `form-action 'self'`,
  `base-uri 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

/** Sends a page that no search engine keeps, no cache stores and no other site learns the address of. */
export function sendPage(response: Response, status: number, page: Page): void {
  response
    .status(status)
    .set('Content-Security-Policy', contentSecurityPolicy)
    .set('X-Robots-Tag', 'noindex, nofollow')
    .set('Referrer-Policy', 'no-referrer')
    .set('Cache-Control', 'no-store')
    .type('html')
    .send(render(page));
}

function render({ language, title, paragraphs, longText, passwords = [], buttons, footer }: Page): string {
  const lines = [
    '<!doctype html>',
    `<html lang="${language}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="robots" content="noindex, nofollow">',
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escaped(title)}</h1>`,
    ...paragraphs.map((text) => `<p>${escaped(text)}</p>`),
    ...(buttons.length === 0
      ? []
      : [
          '<form method="post">',
          ...(longText === undefined ? [] : [renderLongText(longText)]),
          ...passwords.map(
            ({ name, label }) =>
              `<label>${escaped(label)} <input type="password" name="${escaped(name)}" autocomplete="new-password" required></label>`,
          ),
          ...buttons.map(
            ({ value, text, kind }) =>
              `<button class="${kind}" name="answer" value="${escaped(value)}">${escaped(text)}</button>`,
          ),
          '</form>',
        ]),
    '</main>',
    ...(footer === undefined ? [] : [`<footer>${escaped(footer)}</footer>`]),
    '</body>',
    '</html>',
  ];
  return `${lines.join('\n')}\n`;
}

/** The line break behind the tag is left out by browsers, so that a text may begin with one. */
function renderLongText({ name, label, value }: NonNullable<Page['longText']>): string {
  const area = `<textarea name="${escaped(name)}" rows="10" required>\n${escaped(value)}</textarea>`;
  return `<label>${escaped(label)} ${area}</label>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML shows it. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
