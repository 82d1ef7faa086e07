import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startMailSink } from './mail-sink.js';
import type { MailSink } from './mail-sink.js';

const messageSchema = z.object({
  id: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  headers: z.record(z.string(), z.string()),
  attachments: z.array(z.object({ name: z.string(), contentType: z.string(), bytes: z.int() })),
  receivedAt: z.iso.datetime(),
});
const listSchema = z.object({ messages: z.array(messageSchema) });

describe('the mail sink', () => {
  let sink: MailSink;

  beforeAll(async () => {
    sink = await startMailSink({ smtpPort: 0, httpPort: 0, report: () => undefined });
  });
  beforeEach(() => {
    sink.mailbox.clear();
  });
  afterAll(async () => {
    await sink.stop();
  });

  async function listed(query = ''): Promise<z.infer<typeof messageSchema>[]> {
    const response = await fetch(`${sink.url}/messages${query}`);
    expect(response.status).toBe(200);
    return listSchema.parse(await response.json()).messages;
  }

  it('delivers a mail with text, HTML, headers and an attachment', async () => {
    expect(await send(sink.smtpPort, ['anna@example.org', 'ben@example.org'], multipartMail)).toBe(250);
    const [message] = await listed();
    expect(message).toMatchObject({
      from: 'desk@example.org',
      to: ['anna@example.org', 'ben@example.org'],
      subject: 'Hilfe für Anna',
      text: 'Árvíztűrő text\n',
      html: '<p>Hello</p>\n',
      attachments: [{ name: 'trip.pdf', contentType: 'application/pdf', bytes: 8 }],
    });
    expect(message?.headers['x-incident']).toBe('inc_1');
    expect(message?.headers['subject']).toBeDefined();
  });

  it('lists by recipient, in any case, and finds one by its id', async () => {
    await send(sink.smtpPort, ['anna@example.org'], plainMail('one'));
    await send(sink.smtpPort, ['Ben@Example.org'], plainMail('two'));
    const [message] = await listed('?to=ben@example.ORG');
    expect(await listed('?to=ben@example.ORG')).toHaveLength(1);
    expect(message?.subject).toBe('two');
    const response = await fetch(`${sink.url}/messages/${message?.id ?? ''}`);
    expect(messageSchema.parse(await response.json())).toEqual(message);
    expect((await fetch(`${sink.url}/messages/unknown`)).status).toBe(404);
    expect((await fetch(`${sink.url}/messages?form=x`)).status).toBe(400);
  });

  it('forgets all mails when asked to', async () => {
    await send(sink.smtpPort, ['anna@example.org'], plainMail('one'));
    expect((await fetch(`${sink.url}/messages`, { method: 'DELETE' })).status).toBe(204);
    expect(await listed()).toEqual([]);
  });

  it('refuses as many deliveries as asked, with the code asked, and then accepts again', async () => {
    const answer = await postFailures({ next: 2, code: 451 });
    expect(answer.status).toBe(204);
    expect(await send(sink.smtpPort, ['anna@example.org'], plainMail('first'))).toBe(451);
    expect(await send(sink.smtpPort, ['anna@example.org'], plainMail('second'))).toBe(451);
    expect(await send(sink.smtpPort, ['anna@example.org'], plainMail('third'))).toBe(250);
    expect((await listed()).map(({ subject }) => subject)).toEqual(['third']);
  });

  it('takes no mail to an address as long as asked, and all to others', async () => {
    const address = `${sink.url}/refused-addresses/Anna@example.org`;
    const headers = { 'Content-Type': 'application/json' };
    const ask = (code: number) => fetch(address, { method: 'PUT', headers, body: JSON.stringify({ code }) });
    expect((await ask(250)).status).toBe(400);
    expect((await ask(550)).status).toBe(204);
    expect(await send(sink.smtpPort, ['anna@example.org', 'ben@example.org'], plainMail('one'))).toBe(250);
    expect((await listed()).map(({ to }) => to)).toEqual([['ben@example.org']]);
    expect((await fetch(address, { method: 'DELETE' })).status).toBe(204);
    expect(await send(sink.smtpPort, ['anna@example.org'], plainMail('two'))).toBe(250);
    expect(await listed('?to=anna@example.org')).toHaveLength(1);
  });

  it.each([
    { next: -1, code: 451 },
    { next: 1, code: 250 },
    { next: 1 },
    { next: 1, code: 451, more: 1 },
    [],
  ])('refuses the failures %j', async (body) => {
    expect((await postFailures(body)).status).toBe(400);
    expect(await send(sink.smtpPort, ['anna@example.org'], plainMail('goes through'))).toBe(250);
  });

  it('refuses broken JSON', async () => {
    const response = await fetch(`${sink.url}/failures`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{',
    });
    expect(response.status).toBe(400);
  });

  it('announces its limit of 25 MB and refuses what is larger', async () => {
    const large = `Subject: large\r\n\r\n${'0123456789'.repeat(100).concat('\r\n').repeat(27_000)}`;
    expect(await send(sink.smtpPort, ['anna@example.org'], large)).toBe(552);
    expect(await listed()).toEqual([]);
  });

  it('shows mails without letting them do anything', async () => {
    const attack = '<script>alert(1)</script>';
    await send(
      sink.smtpPort,
      ['anna@example.org'],
      `Subject: ${attack}\r\nContent-Type: text/plain\r\n\r\n${attack} see https://example.org/a?b=1&c=2.\r\n`,
    );
    const [message] = await listed();
    for (const path of ['/', `/mail/${message?.id ?? ''}`]) {
      const response = await fetch(`${sink.url}${path}`);
      const html = await response.text();
      expect(html).not.toContain(attack);
      expect(html).toContain('&lt;script&gt;');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    const page = await (await fetch(`${sink.url}/mail/${message?.id ?? ''}`)).text();
    expect(page).toContain('<a href="https://example.org/a?b=1&amp;c=2"');
  });

  it('serves the HTML part only under a sandbox', async () => {
    await send(sink.smtpPort, ['anna@example.org'], multipartMail);
    const [message] = await listed();
    const page = await (await fetch(`${sink.url}/mail/${message?.id ?? ''}`)).text();
    expect(page).not.toContain('<p>Hello</p>');
    const response = await fetch(`${sink.url}/mail/${message?.id ?? ''}/html`);
    expect(await response.text()).toContain('<p>Hello</p>');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src 'none'.*sandbox/);
    expect(policy).not.toContain('allow-scripts');
  });

  it('shows when a mail came as people read it', async () => {
    await send(sink.smtpPort, ['anna@example.org'], plainMail('one'));
    const [message] = await listed();
    for (const path of ['/', `/mail/${message?.id ?? ''}`]) {
      const html = await (await fetch(`${sink.url}${path}`)).text();
      const [, machine, shown = ''] = /<time datetime="([^"]+)">([^<]+)<\/time>/.exec(html) ?? [];
      expect(machine).toBe(message?.receivedAt);
      expect(shown).toMatch(/^\d{1,2} \w+ \d{4}, \d{2}:\d{2}:\d{2} \S+$/);
    }
  });

  function postFailures(body: unknown): Promise<Response> {
    return fetch(`${sink.url}/failures`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }
});

describe('a mailbox that keeps its mails', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beistand-mails-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const start = () =>
    startMailSink({
      smtpPort: 0,
      httpPort: 0,
      file: join(folder, 'deep', 'mails.jsonl'),
      report: () => undefined,
    });
  const subjects = ({ mailbox }: MailSink) => mailbox.list().map(({ subject }) => subject);

  it('has them after a restart, in their order and complete, and forgets them only when asked', async () => {
    const first = await start();
    await send(first.smtpPort, ['anna@example.org'], plainMail('one'));
    await send(first.smtpPort, ['anna@example.org'], multipartMail);
    const before = first.mailbox.list();
    await first.stop();

    const second = await start();
    expect(second.mailbox.list()).toEqual(before);
    await send(second.smtpPort, ['anna@example.org'], plainMail('three'));
    await second.stop();

    const third = await start();
    expect(subjects(third)).toEqual(['one', 'Hilfe für Anna', 'three']);
    third.mailbox.clear();
    await third.stop();
    const fourth = await start();
    expect(subjects(fourth)).toEqual([]);
    await fourth.stop();
  });

  it('reads past a line that was cut short', async () => {
    const first = await start();
    await send(first.smtpPort, ['anna@example.org'], plainMail('one'));
    await first.stop();
    await appendFile(join(folder, 'deep', 'mails.jsonl'), '{"id":"cut');
    const second = await start();
    expect(subjects(second)).toEqual(['one']);
    await send(second.smtpPort, ['anna@example.org'], plainMail('two'));
    await second.stop();
    const third = await start();
    expect(subjects(third)).toEqual(['one', 'two']);
    await third.stop();
  });
});

function plainMail(subject: string): string {
  return `From: Desk <desk@example.org>\r\nSubject: ${subject}\r\n\r\nHello\r\n`;
}

const multipartMail = [
  'From: Desk <desk@example.org>',
  'To: anna@example.org',
  'Subject: =?utf-8?Q?Hilfe_f=C3=BCr_Anna?=',
  'X-Incident: inc_1',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=outer',
  '',
  '--outer',
  'Content-Type: multipart/alternative; boundary=inner',
  '',
  '--inner',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Árvíztűrő text',
  '--inner',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Hello</p>',
  '--inner--',
  '--outer',
  'Content-Type: application/pdf',
  'Content-Disposition: attachment; filename=trip.pdf',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from('%PDF-1.7').toString('base64'),
  '--outer--',
  '',
].join('\r\n');

/** Sends one mail by plain SMTP; the code that the server answers at its end. */
async function send(port: number, recipients: readonly string[], mail: string): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  const answers = createInterface({ input: socket })[Symbol.asyncIterator]();
  async function answer(): Promise<number> {
    for (;;) {
      const next = await answers.next();
      if (next.done === true) throw new Error('The server closed the connection.');
      const line = next.value;
      // A hyphen after the code says that more lines follow.
      if (/^\d{3}(?: |$)/.test(line)) return Number(line.slice(0, 3));
    }
  }
  async function command(line: string): Promise<number> {
    socket.write(`${line}\r\n`);
    return await answer();
  }
  try {
    await answer();
    await command('EHLO test');
    await command('MAIL FROM:<desk@example.org>');
    for (const recipient of recipients) await command(`RCPT TO:<${recipient}>`);
    await command('DATA');
    return await command(`${mail.replaceAll('\r\n.', '\r\n..')}\r\n.`);
  } finally {
    socket.destroy();
  }
}
