import type { ReceivedMessage } from './mailbox.js';

/** The list of mails, newest first, as an HTML page. */
export function listPage(messages: readonly ReceivedMessage[]): string {
  const rows = messages
    .toReversed()
    .map(
      ({ id, from, to, subject, receivedAt }) =>
        `<tr><td>${timeTag(receivedAt)}</td><td>${escapeHtml(to.join(', '))}</td>` +
        `<td>${escapeHtml(from)}</td>` +
        `<td><a href="/mail/${encodeURIComponent(id)}">${escapeHtml(subject === '' ? '(no subject)' : subject)}</a></td></tr>`,
    )
    .join('\n');
  const table =
    rows === ''
      ? '<p>No mail yet.</p>'
      : `<table><thead><tr><th>Received</th><th>To</th><th>From</th><th>Subject</th></tr></thead>
<tbody>${rows}</tbody></table>`;
  return page('Mailbox', `<meta http-equiv="refresh" content="5">`, `<h1>Mailbox</h1>\n${table}`);
}

/** One mail: its headers, its text with links that can be followed, its HTML part in a frame that can do nothing. */
export function messagePage(message: ReceivedMessage): string {
  const { id, from, to, subject, text, html, attachments, receivedAt } = message;
  const fields = [
    ['From', from],
    ['To', to.join(', ')],
    ...attachments.map(({ name, contentType, bytes }) => [
      'Attachment',
      `${name} (${contentType}, ${bytes} bytes)`,
    ]),
  ]
    .map(([name = '', value = '']) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`)
    .join('');
  const frame =
    html === ''
      ? ''
      : `<h2>HTML part</h2>\n<iframe title="HTML part" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/mail/${encodeURIComponent(id)}/html"></iframe>`;
  return page(
    subject,
    '',
    `<p><a href="/">Mailbox</a></p>
<h1>${escapeHtml(subject)}</h1>
<dl><dt>Received</dt><dd>${timeTag(receivedAt)}</dd>${fields}</dl>
<h2>Text part</h2>
<pre>${withLinks(text)}</pre>
${frame}`,
  );
}

/** The HTML part for the frame; links open a new tab, as the frame itself may not go anywhere. */
export function framedHtml(html: string): string {
  return `<!doctype html><base target="_blank">${html}`;
}

const clock = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' });

/** A moment as people read it, in the time zone of this machine, which is theirs. */
function timeTag(moment: string): string {
  return `<time datetime="${escapeHtml(moment)}">${escapeHtml(clock.format(new Date(moment)))}</time>`;
}

/** For text inside elements and double-quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Escapes a text and makes its http(s) addresses links; a full stop or bracket after one is not part of it. */
export function withLinks(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/)
    .map((part, index) => {
      const escaped = escapeHtml(part);
      const isAddress = index % 2 === 1;
      return isAddress
        ? `<a href="${escaped}" rel="noopener noreferrer" target="_blank">${escaped}</a>`
        : escaped;
    })
    .join('');
}

function page(title: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
${head}
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.3rem 0.6rem; border-bottom: 1px solid #ccc; vertical-align: top; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f4f4f4; padding: 1rem; }
iframe { width: 100%; height: 30rem; border: 1px solid #ccc; }
dt { font-weight: 600; } dd { margin: 0 0 0.3rem; }
</style>
</head>
<body>
${body}
</body>
</html>`;
}
