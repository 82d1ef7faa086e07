import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { z } from 'zod';
import type { Environment } from '../../config/env.js';
import { temporaryMongo, type TemporaryMongo } from '../../db/store.fixture.js';
import type { SmtpReceiver } from '../../providers/mail/inbound/smtp-receiver.js';
import { selfSigned } from '../../providers/webhooks/self-signed.fixture.js';
import { sendRaw } from '../../providers/mail/testing/send-raw.js';
import { corpusFiles, rawMail } from '../../test/mail-corpus/corpus.js';
import { setStage, until, type Stage } from '../testing/stage.js';
import { field, textField } from '../testing/play.js';
import { receiveMails } from './receive-mails.js';

const mailbox = 'support@beistand.example';
const listSchema = z.object({ items: z.array(z.object({ id: z.string(), state: z.string() })) });

function startReceiver(
  stage: Stage,
  files: Pick<Environment, 'INBOUND_MAIL_TLS_KEY' | 'INBOUND_MAIL_TLS_CERTIFICATE'> = {},
): Promise<SmtpReceiver | undefined> {
  return receiveMails(
    { SUPPORT_MAILBOX: mailbox, INBOUND_MAIL_PORT: 0, INBOUND_MAIL_HOST: '127.0.0.1', ...files },
    {
      intake: stage.dependencies.mailIntake,
      metrics: stage.dependencies.metrics,
      log: pino({ level: 'silent' }),
    },
  );
}

function send(receiver: SmtpReceiver | undefined, raw: Uint8Array | string): Promise<string> {
  return sendRaw(receiver?.port ?? 0, raw, { from: 'somebody@example.org', to: [mailbox] });
}

const letter = (subject: string) =>
  `From: somebody@example.org\r\nTo: ${mailbox}\r\nSubject: ${subject}\r\n\r\n<b>Hello</b>.\r\n`;

describe('mails that come in (C4)', () => {
  let stage: Stage;
  let receiver: SmtpReceiver | undefined;
  beforeAll(async () => {
    stage = await setStage();
    receiver = await startReceiver(stage);
  });
  afterAll(async () => {
    await receiver?.stop();
    await stage.close();
  });

  it('are stored by SMTP and by HTTP in the same way, and the same one once', async () => {
    const before = await stage.store.receivedMails.list({ limit: 200 });
    const raw = letter('Twice');
    expect(await send(receiver, raw)).toMatch(/^250 /);
    expect(await send(receiver, raw)).toMatch(/^250 /);
    const headers = { 'content-type': 'message/rfc822' };
    const query = `recipient=${encodeURIComponent(mailbox)}&sender=`;
    // SMTP ends the last line, as every mail does.
    const answer = await stage.ask('POST', `/v1/inbound-mails?${query}`, raw, headers);
    expect(answer.status).toBe(202);
    const after = await stage.store.receivedMails.list({ limit: 200 });
    expect(after.items).toHaveLength(before.items.length + 1);
    const shown = await stage.ask('GET', `/v1/inbound-mails/${textField(answer, 'id')}`);
    expect(shown.body).toMatchObject({
      state: 'received',
      via: 'smtp',
      envelope: { sender: 'somebody@example.org', recipients: [mailbox] },
      content: { readable: 'yes', subject: 'Twice', text: '<b>Hello</b>.', quoted: '' },
    });
  });

  it('never crash the receiver and are never lost, whatever they are', async () => {
    const before = await stage.store.receivedMails.list({ limit: 200, state: 'received' });
    const files = corpusFiles();
    const answers: string[] = [];
    for (const file of files) answers.push(`${file} ${await send(receiver, rawMail(file))}`);
    expect(answers.filter((answer) => !answer.includes(' 250 '))).toEqual([]);
    let seen = 0;
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? 'limit=200' : `limit=200&cursor=${cursor}`;
      const page = await stage.ask('GET', `/v1/inbound-mails?state=received&${query}`);
      const { items } = listSchema.parse(page.body);
      for (const { id } of items.slice(0, 5)) {
        expect((await stage.ask('GET', `/v1/inbound-mails/${id}`)).status).toBe(200);
      }
      seen += items.length;
      cursor = z.object({ nextCursor: z.string().optional() }).parse(page.body).nextCursor;
    } while (cursor !== undefined);
    // Two files of the corpus may be the same mail to the letter.
    const distinct = new Set(files.map((file) => Buffer.from(rawMail(file)).toString('latin1').trimEnd()));
    expect(seen - before.items.length).toBeGreaterThanOrEqual(distinct.size);
  });

  it('are discarded by the desk only where nobody else has decided', async () => {
    const headers = { 'content-type': 'message/rfc822' };
    const taken = await stage.ask('POST', '/v1/inbound-mails', letter('Discard'), headers);
    const id = textField(taken, 'id');
    const discard = () => stage.ask('POST', `/v1/inbound-mails/${id}/discard`, {});
    expect((await discard()).status).toBe(409);
    const { items } = await stage.store.receivedMails.list({ limit: 200, state: 'received' });
    const mail = items.find((each) => each.id === id);
    if (mail === undefined) throw new Error('It is not there.');
    await stage.store.receivedMails.settle(mail.id, ['received'], { state: 'review', why: 'stranger' });
    const discarded = await discard();
    expect([discarded.status, field(discarded, 'state')]).toEqual([200, 'discarded']);
    expect((await discard()).status).toBe(200);
  });

  it('come encrypted where a key and a certificate are configured', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'inbound-mail-'));
    const files = { key: join(directory, 'key.pem'), certificate: join(directory, 'certificate.pem') };
    await Promise.all([writeFile(files.key, selfSigned.key), writeFile(files.certificate, selfSigned.cert)]);
    const encrypted = await startReceiver(stage, {
      INBOUND_MAIL_TLS_KEY: files.key,
      INBOUND_MAIL_TLS_CERTIFICATE: files.certificate,
    });
    const envelope = { from: 'somebody@example.org', to: [mailbox] };
    const sent = await sendRaw(encrypted?.port ?? 0, letter('Encrypted'), envelope, { ca: selfSigned.cert });
    await encrypted?.stop();
    await rm(directory, { recursive: true });
    expect(sent).toMatch(/^250 /);
    const { items } = await stage.store.receivedMails.list({ limit: 1 });
    const [mail] = items;
    const bytes = mail === undefined ? [] : await stage.store.receivedMails.bytes(mail);
    expect(Buffer.from(bytes).toString()).toBe(letter('Encrypted'));
  });

  it('need their configuration whole', async () => {
    const parts = {
      intake: stage.dependencies.mailIntake,
      metrics: stage.dependencies.metrics,
      log: pino({ level: 'silent' }),
    };
    const host = { INBOUND_MAIL_HOST: '127.0.0.1' };
    expect(await receiveMails({ ...host, SUPPORT_MAILBOX: mailbox }, parts)).toBeUndefined();
    await expect(receiveMails({ ...host, INBOUND_MAIL_PORT: 0 }, parts)).rejects.toThrow(/SUPPORT_MAILBOX/);
    const half = { ...host, INBOUND_MAIL_PORT: 0, SUPPORT_MAILBOX: mailbox, INBOUND_MAIL_TLS_KEY: 'key.pem' };
    await expect(receiveMails(half, parts)).rejects.toThrow(/together/);
  });
});

describe('mails that come while MongoDB is away (C4)', () => {
  let mongo: TemporaryMongo;
  let stage: Stage;
  beforeAll(async () => {
    mongo = await temporaryMongo();
    stage = await setStage({ mongo });
  });
  afterAll(async () => {
    await stage.close();
    await mongo.remove();
  });

  it('are put off with 451, and taken when it is back: none is lost', async () => {
    const receiver = await startReceiver(stage);
    expect(await send(receiver, letter('One'))).toMatch(/^250 /);
    await mongo.stop();
    expect(await send(receiver, letter('Two'))).toMatch(/451/);
    await mongo.start();
    await until(async () => (await send(receiver, letter('Two'))).startsWith('250 '), 20_000);
    const { items } = await stage.store.receivedMails.list({ limit: 10 });
    expect(items).toHaveLength(2);
    await receiver?.stop();
  });
});
