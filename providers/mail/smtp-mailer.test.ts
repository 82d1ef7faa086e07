import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import PostalMime from 'postal-mime';
import type { SMTPServerOptions } from 'smtp-server';
import { SMTPServer } from 'smtp-server';
import { MailDeferredError, type Mail } from './mailer.js';
import { createSmtpMailer } from './smtp-mailer.js';

const mail: Mail = {
  to: 'anna@example.org',
  subject: 'Sürgős: hívja fel Önt az ügyelet',
  text: 'Notruf: +49 30 901820',
  html: '<p>Notruf: <a href="tel:+4930901820">+49 30 901820</a></p>',
};
const from = 'Beistand <desk@desk.example.org>';

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

interface Received {
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly raw: string;
}

async function mailServer(options: SMTPServerOptions = {}) {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, callback) {
      let raw = '';
      stream.setEncoding('utf8');
      stream.on('data', (part: string) => (raw += part));
      stream.on('end', () => {
        const sender = session.envelope.mailFrom;
        received.push({
          envelope: {
            from: sender === false ? '' : sender.address,
            to: session.envelope.rcptTo.map(({ address }) => address),
          },
          raw,
        });
        callback();
      });
    },
    ...options,
  });
  const sockets = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  cleanUps.push(() => {
    server.close();
  });
  return { received, sockets, url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}` };
}

function mailerTo(smtpUrl: string, timeoutMilliseconds = 2000) {
  const mailer = createSmtpMailer({ smtpUrl, from, timeoutMilliseconds });
  cleanUps.unshift(() => {
    mailer.close();
  });
  return mailer;
}

function replying(responseCode: number): Error {
  return Object.assign(new Error('refused'), { responseCode });
}

describe('createSmtpMailer', () => {
  it('sends text and HTML to the one receiver (I11)', async () => {
    const { received, url } = await mailServer();
    const delivery = await mailerTo(url).send(mail, 'incident:inc_abcdef/notice-3');
    expect(delivery).toMatchObject({ sent: true });
    expect(received).toHaveLength(1);
    expect(received[0]?.envelope).toEqual({ from: 'desk@desk.example.org', to: ['anna@example.org'] });
    const parsed = await PostalMime.parse(received[0]?.raw ?? '');
    expect(parsed).toMatchObject({
      subject: mail.subject,
      from: { name: 'Beistand', address: 'desk@desk.example.org' },
      to: [{ address: 'anna@example.org' }],
    });
    expect(parsed.text?.trim()).toBe(mail.text);
    expect(parsed.html?.trim()).toBe(mail.html);
    const headers = new Map(parsed.headers.map(({ key, value }) => [key, value]));
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect(headers.get('x-auto-response-suppress')).toBe('All');
  });

  it('gives a repeated mail the same Message-ID, which does not tell the key', async () => {
    const { url } = await mailServer();
    const mailer = mailerTo(url);
    const first = await mailer.send(mail, 'incident:inc_abcdef/notice-3');
    expect(await mailer.send(mail, 'incident:inc_abcdef/notice-3')).toEqual(first);
    expect(await mailer.send(mail, 'incident:inc_abcdef/notice-4')).not.toEqual(first);
    expect(first).toMatchObject({ messageId: expect.stringMatching(/^<[0-9a-f]{40}@desk\.example\.org>$/) });
  });

  it('lets nobody add a header or a receiver', async () => {
    const { received, url } = await mailServer();
    const mailer = mailerTo(url);
    const injection = '\r\nBcc: mallory@example.net\r\n\r\nbody';
    await mailer.send(
      { ...mail, subject: `Hello${injection}`, headers: { 'X-Case': `inc_abcdef${injection}` } },
      `key${injection}`,
    );
    const parsed = await PostalMime.parse(received[0]?.raw ?? '');
    expect(received[0]?.envelope.to).toEqual(['anna@example.org']);
    expect(parsed.headers.map(({ key }) => key)).not.toContain('bcc');
    expect(parsed.subject).toBe('Hello Bcc: mallory@example.net body');
    for (const to of [
      `anna@example.org${injection}`,
      'anna@example.org, mallory@example.net',
      'friends: anna@example.org, mallory@example.net;',
      'anna',
      '',
    ]) {
      expect(await mailer.send({ ...mail, to }, 'key')).toEqual({ sent: false, why: 'address-refused' });
    }
    await expect(mailer.send({ ...mail, headers: { 'Bad name:': 'x' } }, 'key')).rejects.toMatchObject({
      kind: 'invalid-input',
    });
    expect(received).toHaveLength(1);
  });

  it('sends a mail of a conversation by its own names (C5)', async () => {
    const { received, url } = await mailServer();
    const messageId = '<case.mail.proof@beistand.example>';
    const thread = { inReplyTo: '<theirs@example.org>', references: ['<root@a>', '<theirs@example.org>'] };
    const replyTo = 'support+token@beistand.example';
    const delivery = await mailerTo(url).send(
      { ...mail, messageId, thread, replyTo, returnPath: replyTo, automatic: 'auto-replied' },
      'key',
    );
    expect(delivery).toEqual({ sent: true, messageId });
    expect(received[0]?.envelope).toEqual({ from: replyTo, to: ['anna@example.org'] });
    const parsed = await PostalMime.parse(received[0]?.raw ?? '');
    expect(parsed).toMatchObject({
      ...{ messageId, inReplyTo: '<theirs@example.org>', references: '<root@a> <theirs@example.org>' },
      from: { address: 'desk@desk.example.org' },
      replyTo: [{ address: replyTo }],
    });
    const headers = new Map(parsed.headers.map(({ key, value }) => [key, value]));
    expect(headers.get('auto-submitted')).toBe('auto-replied');
    // The report that it has not arrived must not be suppressed.
    expect(headers.get('x-auto-response-suppress')).toBe('DR, RN, NRN, OOF, AutoReply');
  });

  it('takes no header from what others call their mails', async () => {
    const { received, url } = await mailServer();
    const mailer = mailerTo(url);
    const injection = '<a@b>\r\nBcc: mallory@example.net';
    const thread = { inReplyTo: injection, references: [injection, '<a b@c>', '<no-at>', '<good@a>'] };
    await mailer.send({ ...mail, thread }, 'key');
    const parsed = await PostalMime.parse(received[0]?.raw ?? '');
    expect(parsed.headers.map(({ key }) => key)).not.toContain('bcc');
    expect(parsed.inReplyTo).toBeUndefined();
    expect(parsed.references).toBe('<good@a>');
    for (const wrong of [
      { messageId: injection },
      { replyTo: 'a@b.example, c@d.example' },
      { returnPath: '' },
    ]) {
      await expect(mailer.send({ ...mail, ...wrong }, 'key')).rejects.toMatchObject({
        kind: 'invalid-input',
      });
    }
    expect(received).toHaveLength(1);
  });

  it('reports an address that is refused for good', async () => {
    const { url } = await mailServer({
      onRcptTo(_, __, callback) {
        callback(replying(550));
      },
    });
    expect(await mailerTo(url).send(mail, 'key')).toEqual({
      ...{ sent: false, why: 'address-refused', reply: { code: 550, command: 'RCPT TO' } },
    });
  });

  it('reports a mail, a sender or a login that is refused for good', async () => {
    const refusingSender = await mailServer({
      onMailFrom(_, __, callback) {
        callback(replying(553));
      },
    });
    const refusingMail = await mailServer({
      onData(stream, _, callback) {
        stream.resume().on('end', () => {
          callback(replying(554));
        });
      },
    });
    const refusingLogin = await mailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth(_, __, callback) {
        callback(replying(535));
      },
    });
    const withLogin = refusingLogin.url.replace('smtp://', 'smtp://desk:secret@');
    for (const [url, code, command] of [
      [refusingSender.url, 553, 'MAIL FROM'],
      [refusingMail.url, 554, 'DATA'],
      [withLogin, 535, 'AUTH PLAIN'],
    ] as const) {
      expect(await mailerTo(url).send(mail, 'key')).toEqual({
        ...{ sent: false, why: 'provider-rejected', reply: { code, command } },
      });
    }
  });

  it('throws when the server is busy, gone or silent, so that the mail is sent again', async () => {
    const busy = await mailServer({
      onRcptTo(_, __, callback) {
        callback(replying(451));
      },
    });
    const breaking = await mailServer({
      onData() {
        for (const socket of breaking.sockets) socket.destroy();
      },
    });
    const silent = createServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    cleanUps.push(() => {
      silent.close();
    });
    const silentUrl = `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    for (const url of [busy.url, breaking.url, silentUrl, 'smtp://127.0.0.1:1']) {
      const error: unknown = await mailerTo(url, 300)
        .send(mail, 'key')
        .catch((caught: unknown) => caught);
      expect(error).toMatchObject({ kind: 'unavailable' });
      // Only what a server has said itself says that it is there.
      expect(error instanceof MailDeferredError ? error.reply : undefined).toEqual(
        url === busy.url ? { code: 451, command: 'RCPT TO' } : undefined,
      );
      expect(inspect(error, { depth: 10 })).not.toContain('anna');
    }
  });

  it('takes no sender that is no address', () => {
    expect(() => createSmtpMailer({ smtpUrl: 'smtp://127.0.0.1:1', from: 'Beistand' })).toThrow('sender');
  });

  it('brings files along, as they are', async () => {
    const server = await mailServer();
    const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 256);
    await mailerTo(server.url).send(
      {
        ...mail,
        attachments: [
          { name: 'ügyek.pdf', mediaType: 'application/pdf', content: bytes },
          { name: 'table.csv', mediaType: 'text/csv', content: '"ő"\r\n' },
        ],
      },
      'with files',
    );
    const { attachments, text } = await PostalMime.parse(server.received[0]?.raw ?? '');
    expect(text).toContain('Notruf');
    expect(attachments.map(({ filename, mimeType }) => [filename, mimeType])).toEqual([
      ['ügyek.pdf', 'application/pdf'],
      ['table.csv', 'text/csv'],
    ]);
    const [pdf, csv] = attachments.map(({ content }) =>
      typeof content === 'string' ? content : Buffer.from(new Uint8Array(content)),
    );
    expect(pdf).toEqual(Buffer.from(bytes));
    expect(csv?.toString()).toBe('"ő"\r\n');
  });
});
