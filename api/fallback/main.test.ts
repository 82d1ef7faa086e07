import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inheritEnvironment } from '../../config/env.js';
import { temporaryDatabase, type TemporaryDatabase } from '../../db/store.fixture.js';
import { compiledProduct } from '../../dev/stack/compiled-product.js';
import { fallbackIndexSchema } from '../../providers/telephony/hosted-fallback.js';

const run = promisify(execFile);

describe('the command that writes the fallback documents', () => {
  let folder: string;
  let temporary: TemporaryDatabase;
  let main: string;
  beforeAll(async () => {
    main = join(await compiledProduct(), 'api', 'fallback', 'main.js');
    folder = await mkdtemp(join(tmpdir(), 'beistand-command-'));
    temporary = await temporaryDatabase();
  });
  afterAll(async () => {
    await temporary.remove();
    await rm(folder, { recursive: true });
  });

  function command(...args: readonly string[]) {
    const uri = new URL(temporary.uri);
    uri.pathname = temporary.database;
    const settings = {
      MONGODB_URI: uri.href,
      BEISTAND_KEY: '1'.repeat(64),
      DESK_TOKEN: 't'.repeat(32),
      PUBLIC_URL: 'https://desk.example.org',
      TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'a-token-for-tests',
      SMTP_URL: 'smtp://127.0.0.1:9',
      MAIL_FROM: 'desk@example.org',
      DESK_PHONE: '+493023125001',
      DESK_EMAIL: 'desk@example.org',
      DUTY_PHONE: '+4917139200001',
      DUTY_EMAIL: 'duty@example.org',
      EMERGENCY_NUMBER: '+493023125000',
    };
    return run(process.execPath, [main, ...args], { env: inheritEnvironment(settings) });
  }

  it('leaves what a host of static files needs, and ends', async () => {
    await command('--out', folder);
    const index: unknown = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'));
    const [file] = Object.keys(fallbackIndexSchema.parse(index).documents);
    expect(file).toBe('calls/493023125000/org_thedesk.xml');
    expect(await readFile(join(folder, file ?? ''), 'utf8')).toContain('<Number>+493023125001</Number>');
  });

  it('says how it is used', async () => {
    for (const args of [[], ['--out', folder, '--every', 'day']])
      await expect(command(...args)).rejects.toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^Usage: /) as unknown,
      });
  });
});
