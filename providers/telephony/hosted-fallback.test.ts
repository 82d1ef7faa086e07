import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startStaticFiles, type StaticFiles } from '../../dev/services/static-files.js';
import { createHostedFallback, type HostedFallback } from './hosted-fallback.js';

const callerId = '+493023125000';
const ofDesk = 'calls/493023125000/org_thedesk.xml';
const ofOther = 'calls/493023125000/org_other1.xml';

describe('the hosted fallback documents', () => {
  let folder: string;
  let host: StaticFiles;
  let fallback: HostedFallback | undefined;
  const logged: string[] = [];
  const log = {
    info: (_: unknown, message?: string) => logged.push(`info ${message ?? ''}`),
    warn: (_: unknown, message?: string) => logged.push(`warn ${message ?? ''}`),
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beistand-hosted-'));
    host = await startStaticFiles({ port: 0, folder, report: () => undefined });
    logged.length = 0;
  });
  afterEach(async () => {
    fallback?.close();
    await host.stop();
    await rm(folder, { recursive: true });
  });

  const publish = (...files: readonly string[]) =>
    writeFile(
      join(folder, 'index.json'),
      JSON.stringify({ documents: Object.fromEntries(files.map((file) => [file, 'hash'])) }),
    );
  async function connect(url = host.url): Promise<HostedFallback> {
    fallback = await createHostedFallback({ url, intervalMilliseconds: 20, log });
    return fallback;
  }
  async function until(isSo: () => boolean): Promise<void> {
    for (let tries = 0; tries < 500 && !isSo(); tries += 1) await pause(10);
    expect(isSo()).toBe(true);
  }

  it('lead to the document of the organisation, and to the desk where it is not hosted (I4)', async () => {
    await publish(ofDesk, ofOther);
    const hosted = await connect();
    expect(hosted.address(callerId, 'org_other1')).toBe(`${host.url}/${ofOther}`);
    expect(hosted.address(callerId, 'org_newcomer')).toBe(`${host.url}/${ofDesk}`);
  });

  it('lie below a path too, with and without a slash at its end', async () => {
    for (const url of [`${host.url}/some/where`, `${host.url}/some/where/`]) {
      const hosted = await connect(url);
      expect(hosted.address(callerId, 'org_other1')).toBe(`${host.url}/some/where/${ofDesk}`);
      hosted.close();
    }
  });

  it('are noticed when they are uploaded later', async () => {
    const hosted = await connect();
    expect(hosted.index()).toBeUndefined();
    expect(hosted.address(callerId, 'org_other1')).toBe(`${host.url}/${ofDesk}`);
    expect(logged).toEqual([expect.stringMatching(/^warn the hosted fallback documents cannot be read/)]);
    await publish(ofDesk, ofOther);
    await until(() => hosted.address(callerId, 'org_other1') === `${host.url}/${ofOther}`);
    expect(logged.at(-1)).toBe('info the hosted fallback documents are known');
  });

  it('are remembered while the host is away; that is told once', async () => {
    await publish(ofDesk, ofOther);
    const hosted = await connect();
    await host.stop();
    await until(() => logged.some((line) => line.startsWith('warn')));
    await pause(100);
    expect(logged.filter((line) => line.startsWith('warn'))).toHaveLength(1);
    expect(hosted.address(callerId, 'org_other1')).toBe(`${host.url}/${ofOther}`);
  });

  it('are not taken from an index that cannot be understood', async () => {
    await writeFile(join(folder, 'index.json'), '<html>Welcome</html>');
    expect((await connect()).index()).toBeUndefined();
    expect(logged).toHaveLength(1);
  });
});
