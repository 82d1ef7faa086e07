import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { MailEnvelope } from '../../../domain/mail/inbound-mail.js';
import { selfSigned } from '../../webhooks/self-signed.fixture.js';
import { sendRaw } from '../testing/send-raw.js';
import { startSmtpReceiver, type SmtpReceiver, type SmtpReceiverOptions } from './smtp-receiver.js';

interface Kept {
  readonly envelope: MailEnvelope;
  readonly bytes: Uint8Array;
}

let receiver: SmtpReceiver | undefined;
afterEach(async () => {
  await receiver?.stop();
  receiver = undefined;
});

/** A receiver that keeps mails in memory. */
async function start(options: Partial<SmtpReceiverOptions> = {}) {
  const kept: Kept[] = [];
  const refusals: string[] = [];
  receiver = await startSmtpReceiver({
    host: '127.0.0.1',
    port: 0,
    isOurs: (recipient) => recipient.endsWith('@desk.example.org'),
    keep: (envelope, bytes) => {
      kept.push({ envelope, bytes });
      return Promise.resolve();
    },
    onRefusal: (why) => refusals.push(why),
    ...options,
  });
  return { kept, refusals, port: receiver.port };
}

const raw = 'From: a@example.org\r\nTo: support@desk.example.org\r\nSubject: Hello\r\n\r\nSome words.\r\n';

function send(
  port: number,
  mail: string | Buffer = raw,
  to: string | readonly string[] = 'support@desk.example.org',
  from = 'a@example.org',
): Promise<string> {
  return sendRaw(port, mail, { from, to: [to].flat() });
}

/** Speaks SMTP by hand. */
async function talk(port: number, lines: readonly string[]): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  for (const line of lines) {
    await new Promise((resolve) => socket.once('data', resolve));
    socket.write(line);
  }
  return socket;
}

/** What a client is told first. */
async function greeting(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  const words = await new Promise((resolve) => socket.once('data', resolve));
  socket.destroy();
  return String(words);
}

/** All that is answered until the server hangs up, while the client says the same again and again. */
async function answersWhileDripping(socket: Socket, drop: string): Promise<string> {
  let answers = '';
  socket.on('data', (piece) => (answers += String(piece)));
  const dripping = setInterval(() => socket.write(drop), 20);
  await new Promise((resolve) => socket.once('end', resolve));
  clearInterval(dripping);
  socket.destroy();
  return answers;
}

async function eventually(check: () => Promise<void>): Promise<void> {
  for (let tries = 1; tries < 50; tries += 1) {
    try {
      await check();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  await check();
}

describe('the receiver of mails (C4)', () => {
  it('hands on envelope and bytes as they came, and accepts only then', async () => {
    let mayStore: () => void = () => undefined;
    const stored = new Promise<void>((resolve) => (mayStore = resolve));
    const kept: Kept[] = [];
    const { port } = await start({
      keep: async (envelope, bytes) => {
        await stored;
        kept.push({ envelope, bytes });
      },
    });
    const answer = send(port, raw, ['support@desk.example.org', 'support+x@desk.example.org']);
    const early = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 200, 'waits'))]);
    expect(early).toBe('waits');
    mayStore();
    expect(await answer).toMatch(/^250 /);
    expect(kept.map(({ envelope }) => envelope)).toEqual([
      { sender: 'a@example.org', recipients: ['support@desk.example.org', 'support+x@desk.example.org'] },
    ]);
    expect(Buffer.from(kept[0]?.bytes ?? []).toString()).toBe(raw);
  });

  it('takes the null return path of bounces', async () => {
    const { kept, port } = await start();
    expect(await send(port, raw, 'support@desk.example.org', '')).toMatch(/^250 /);
    expect(kept[0]?.envelope.sender).toBe('');
  });

  it('is no relay', async () => {
    const { kept, refusals, port } = await start();
    expect(await send(port, raw, 'victim@elsewhere.example')).toMatch(/550/);
    expect(kept).toEqual([]);
    expect(refusals).toEqual(['no-relay']);
  });

  it('asks to try again when a mail cannot be stored, and goes on', async () => {
    let isAway = true;
    const { port, refusals } = await start({
      keep: () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve()),
    });
    expect(await send(port)).toMatch(/451/);
    expect(refusals).toEqual(['not-stored']);
    isAway = false;
    expect(await send(port)).toMatch(/^250 /);
  });

  it('refuses a mail that is too large, whether it was announced or not', async () => {
    const { kept, port } = await start({ limits: { mailBytes: 10_000 } });
    expect(await send(port, Buffer.concat([Buffer.from(raw), randomBytes(20_000)]))).toMatch(/552/);
    const mail = [
      'EHLO x\r\n',
      'MAIL FROM:<a@example.org>\r\n',
      'RCPT TO:<s@desk.example.org>\r\n',
      'DATA\r\n',
    ];
    const socket = await talk(port, [...mail, `${raw}${'x'.repeat(20_000)}\r\n.\r\n`]);
    const answer = await new Promise((resolve) => socket.once('data', resolve));
    socket.destroy();
    expect(String(answer)).toMatch(/^552/);
    expect(kept).toEqual([]);
  });

  it('puts off what is too much at once', async () => {
    const { kept, refusals, port } = await start({ limits: { bytesUnderWay: 50 } });
    expect(await send(port)).toMatch(/452/);
    expect(kept).toEqual([]);
    expect(refusals).toEqual(['busy']);
  });

  it('keeps no half of a mail whose sender hangs up, and goes on', async () => {
    const { kept, port } = await start();
    const mail = [
      'EHLO x\r\n',
      'MAIL FROM:<a@example.org>\r\n',
      'RCPT TO:<s@desk.example.org>\r\n',
      'DATA\r\n',
    ];
    const socket = await talk(port, [...mail, raw]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.end();
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(kept).toEqual([]);
    expect(await send(port)).toMatch(/^250 /);
  });

  it('survives those who speak something else', async () => {
    const { port } = await start();
    for (const words of [
      'GET / HTTP/1.1\r\n\r\n',
      '\u0000\u0001\u0002\r\n',
      `EHLO ${'x'.repeat(100_000)}\r\n`,
    ]) {
      const socket = await talk(port, [words]);
      await new Promise((resolve) => setTimeout(resolve, 50));
      socket.destroy();
    }
    expect(await send(port)).toMatch(/^250 /);
  });

  it('takes so many connections of one network, and others again when these are over', async () => {
    const { port, refusals } = await start({ limits: { connectionsOfOneNetwork: 2 } });
    const held = [await talk(port, ['EHLO x\r\n']), await talk(port, ['EHLO x\r\n'])];
    expect(await greeting(port)).toMatch(/^421 4\.7\.0 /);
    expect(refusals).toEqual(['too-many-connections']);
    for (const socket of held) socket.destroy();
    await eventually(async () => {
      expect(await greeting(port)).toMatch(/^220 /);
    });
    expect(await send(port)).toMatch(/^250 /);
  });

  it('takes mails encrypted where it has a certificate, by STARTTLS, and in the clear too', async () => {
    const { kept, port } = await start({ tls: selfSigned });
    const envelope = { from: 'a@example.org', to: ['support@desk.example.org'] };
    expect(await sendRaw(port, raw, envelope, { ca: selfSigned.cert })).toMatch(/^250 /);
    expect(Buffer.from(kept[0]?.bytes ?? []).toString()).toBe(raw);
    expect(await send(port)).toMatch(/^250 /);
    expect(kept).toHaveLength(2);
  });

  it('offers no encryption where it has no certificate', async () => {
    const { kept, port } = await start();
    const envelope = { from: 'a@example.org', to: ['support@desk.example.org'] };
    expect(await sendRaw(port, raw, envelope, { ca: selfSigned.cert })).not.toMatch(/^250 /);
    expect(kept).toEqual([]);
  });

  it('does not wait for whoever sends a mail drop by drop', async () => {
    const { kept, port, refusals } = await start({ limits: { mail: 300 } });
    const socket = await talk(port, [
      'EHLO x\r\n',
      'MAIL FROM:<a@example.org>\r\n',
      'RCPT TO:<s@desk.example.org>\r\n',
      'DATA\r\n',
    ]);
    expect(await answersWhileDripping(socket, 'x')).toMatch(/421 4\.4\.2 /);
    expect(refusals).toContain('too-slow');
    expect(kept).toEqual([]);
    expect(await send(port)).toMatch(/^250 /);
  });

  it('does not keep whoever only talks', async () => {
    const { port, refusals } = await start({ limits: { conversation: 300 } });
    const socket = await talk(port, ['EHLO x\r\n']);
    expect(await answersWhileDripping(socket, 'NOOP\r\n')).toMatch(/421 4\.4\.2 /);
    expect(refusals).toEqual(['too-slow']);
  });
});
