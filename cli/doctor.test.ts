import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pino } from 'pino';
import { inheritEnvironment } from '../config/env.js';
import { connectStore } from '../db/connection.js';
import { settings } from '../db/contact-book/contact-book.fixture.js';
import { createSealer } from '../db/sealer.js';
import { temporaryMongo, type TemporaryMongo } from '../db/store.fixture.js';
import { PhoneSimulatorClient } from '../dev/phone-simulator/client.js';
import { startPhoneSimulator } from '../dev/phone-simulator/server.js';
import { startMailSink } from '../dev/services/mail/mail-sink.js';
import { freePort } from '../dev/services/ports.js';
import { deskScope } from '../domain/scope.js';
import { compiledProduct } from '../dev/stack/compiled-product.js';

const accountSid = `AC${'1'.repeat(32)}`;
const publicUrl = 'https://desk.example.org';
let mongo: TemporaryMongo;
let phones: Awaited<ReturnType<typeof startPhoneSimulator>>;
let mail: Awaited<ReturnType<typeof startMailSink>>;
let nobodyThere: number;
let fallbackUrl: string;

beforeAll(async () => {
  mongo = await temporaryMongo();
  nobodyThere = await freePort();
  fallbackUrl = `http://127.0.0.1:${nobodyThere}/fallback`;
  phones = await startPhoneSimulator({
    port: await freePort(),
    accounts: [{ accountSid, authToken: 'right' }],
    numbers: [
      {
        accountSid,
        phoneNumber: '+493023125000',
        voiceUrl: `${publicUrl}/telephony/inbound/voice`,
        voiceFallbackUrl: `${fallbackUrl}/calls/493023125000/org_thedesk.xml`,
        voiceFallbackMethod: 'GET',
        statusCallback: `${publicUrl}/telephony/inbound/status`,
        smsUrl: `${publicUrl}/telephony/inbound/text`,
        smsFallbackUrl: `${fallbackUrl}/texts/org_thedesk.xml`,
        smsFallbackMethod: 'GET',
      },
    ],
    speechMillisecondsPerCharacter: 0,
  });
  mail = await startMailSink({
    smtpPort: await freePort(),
    httpPort: await freePort(),
    report: () => undefined,
  });
});
afterAll(async () => {
  await mail.stop();
  await phones.stop();
  await mongo.remove();
});

const variables = (): Record<string, string> => ({
  TEMPORAL_ADDRESS: `127.0.0.1:${nobodyThere}`,
  MONGODB_URI: mongo.uri.replace('/?', '/cli-test?'),
  BEISTAND_KEY: randomBytes(32).toString('hex'),
  DESK_TOKEN: randomBytes(32).toString('hex'),
  PUBLIC_URL: publicUrl,
  FALLBACK_URL: fallbackUrl,
  CONTACT_BOOK_FOLDER: join(mongo.folder, 'contact-book'),
  TWILIO_ACCOUNT_SID: accountSid,
  TWILIO_AUTH_TOKEN: 'right',
  TWILIO_BASE_URL: phones.url,
  SMTP_URL: `smtp://127.0.0.1:${mail.smtpPort}`,
  MAIL_FROM: 'Beistand <desk@beistand.example>',
  DESK_PHONE: '+493023125001',
  DESK_EMAIL: 'desk@beistand.example',
  DUTY_PHONE: '+4917139200001',
  DUTY_EMAIL: 'duty@beistand.example',
  EMERGENCY_NUMBER: '+493023125000',
});

/** Runs the command line as the process that it is. */
async function cli(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const main = join(await compiledProduct(), 'cli', 'main.js');
  return new Promise<{ readonly code: number | null; readonly output: string }>((resolve) => {
    const child = spawn(process.execPath, [main, ...args], {
      env: { ...inheritEnvironment({ ...variables(), ...more }) },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (part: Buffer) => (output += part.toString()));
    }
    child.once('close', (code) => {
      resolve({ code, output });
    });
  });
}

describe('the command line', () => {
  it('examines everything, and fails for what is wrong', async () => {
    const { code, output } = await cli(['doctor']);
    for (const what of [
      'configuration',
      'keys',
      'MongoDB',
      'retention runs',
      'mail server',
      'number [+]493023125000',
    ]) {
      expect(output).toMatch(new RegExp(`^ok +${what}:`, 'm'));
    }
    for (const what of ['Temporal', 'workers', 'fallback address']) {
      expect(output).toMatch(new RegExp(`^FAIL +${what}:`, 'm'));
    }
    expect(code).toBe(1);
    expect(output.split('\n').filter((line) => line.startsWith('hint'))).toEqual([
      expect.stringMatching(/^hint +ALLOWED_COUNTRIES:/),
    ]);
  });

  it('hints at what is set as it is for trying out, and fails for none of it (X6)', async () => {
    const { output } = await cli(['doctor'], {
      PUBLIC_URL: 'http://desk.example.org',
      SECOND_FACTOR_FOR_DESK: 'optional',
    });
    const hints = [...output.matchAll(/^hint +(\w+):/gm)].map(([, variable]) => variable);
    expect(hints).toEqual(['PUBLIC_URL', 'ALLOWED_COUNTRIES', 'SECOND_FACTOR_FOR_DESK']);
  });

  it('tells wrong credentials, numbers, servers and keys, without showing a secret', async () => {
    const { code, output } = await cli(['doctor'], {
      TWILIO_AUTH_TOKEN: 'not-the-right-one',
      BEISTAND_KEY: '11'.repeat(32),
      SMTP_URL: `smtp://somebody:a-mail-secret@127.0.0.1:${nobodyThere}`,
    });
    for (const what of ['keys', 'mail server', 'number [+]493023125000']) {
      expect(output).toMatch(new RegExp(`^FAIL +${what}:`, 'm'));
    }
    expect(output).not.toMatch(/not-the-right-one|a-mail-secret|1111/);
    expect(code).toBe(1);
    const other = await cli(['doctor'], { EMERGENCY_NUMBER: '+493023125099' });
    expect(other.output).toContain('does not belong to the account');
    const unusable = await cli(['doctor'], { DESK_PHONE: 'nonsense' });
    expect(unusable.output).toContain('DESK_PHONE');
    expect(unusable.code).toBe(1);
  });

  it('examines every number of an organisation as fully as its own (X6)', async () => {
    const store = await connectStore({
      uri: variables()['MONGODB_URI'] ?? '',
      sealer: createSealer(randomBytes(32)),
      log: pino({ level: 'silent' }),
      patience: 10_000,
    });
    const by = { by: 'user', userId: 'usr_editor01' } as const;
    for (const [id, inboundNumber] of [
      ['org_company1', '+493023125091'],
      ['org_company2', '+493023125092'],
    ] as const) {
      await store.organisations.create(deskScope, id, settings({ inboundNumber }), by);
    }
    await store.close();
    const client = await PhoneSimulatorClient.connect(phones.url);
    await client.ownNumber({
      accountSid,
      phoneNumber: '+493023125091',
      voiceUrl: `${publicUrl}/telephony/inbound/voice`,
      voiceFallbackUrl: `${fallbackUrl}/calls/493023125000/org_thedesk.xml`,
      voiceFallbackMethod: 'GET',
      smsUrl: `${publicUrl}/telephony/inbound/text`,
    });
    const { output } = await cli(['doctor']);
    const lineOf = (number: string) => output.split('\n').find((line) => line.includes(number)) ?? '';
    expect(lineOf('+493023125091')).toMatch(/^FAIL +number [+]493023125091: org_company1: /);
    for (const setting of [
      `"Primary handler fails (voice)" must be GET ${fallbackUrl}/calls/493023125000/org_company1.xml`,
      `"Call status changes" must be POST ${publicUrl}/telephony/inbound/status`,
      `"Primary handler fails (messaging)" must be GET ${fallbackUrl}/texts/org_company1.xml`,
    ]) {
      expect(lineOf('+493023125091')).toContain(setting);
    }
    expect(lineOf('+493023125091')).not.toContain('A call comes in');
    expect(lineOf('+493023125092')).toMatch(
      /^FAIL +number .*: org_company2: it does not belong to the account/,
    );
    expect(lineOf('+493023125000')).toMatch(/^ok /);
  });

  it('makes the first desk lead, and seeds what can be tried, once', async () => {
    const made = await cli(['create-admin', '--email', 'Lead@example.org', '--name', 'Lead']);
    expect(made.output).toMatch(/https:\/\/desk\.example\.org\/account\/invitation\/[\w-]{43}/);
    expect(made.code).toBe(0);
    expect((await cli(['create-admin', '--email', 'lead@example.org', '--name', 'Lead'])).code).toBe(1);
    expect((await cli(['create-admin', '--email', 'nonsense', '--name', 'Lead'])).code).toBe(2);
    expect((await cli(['seed'])).output.match(/account\/invitation/g)).toHaveLength(6);
    const again = await cli(['seed']);
    expect(again.code).toBe(0);
    expect(again.output).not.toContain('account/invitation');
    expect((await cli(['nonsense'])).code).toBe(2);
  });
});
