import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStaticFiles, type StaticFiles } from './static-files.js';

describe('the host of static files', () => {
  let folder: string;
  let host: StaticFiles;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beistand-static-files-'));
    await mkdir(join(folder, 'public', 'calls'), { recursive: true });
    await writeFile(join(folder, 'secret.xml'), '<secret/>');
    await writeFile(join(folder, 'public', 'calls', 'one.xml'), '<Response/>');
    host = await startStaticFiles({ port: 0, folder: join(folder, 'public'), report: () => undefined });
  });
  afterAll(async () => {
    await host.stop();
    await rm(folder, { recursive: true });
  });

  /** As it stands, since `fetch` tidies paths. */
  function statusOf(path: string): Promise<number | undefined> {
    const { port } = new URL(host.url);
    return new Promise((resolve, reject) => {
      request({ port, path }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .once('error', reject)
        .end();
    });
  }

  it('gives a file as it is at the moment, whatever stands behind the question mark', async () => {
    const address = `${host.url}/calls/one.xml?CallSid=CA1`;
    const answer = await fetch(address);
    expect(answer.headers.get('content-type')).toBe('text/xml');
    expect(await answer.text()).toBe('<Response/>');
    await writeFile(join(folder, 'public', 'calls', 'one.xml'), '<Response></Response>');
    expect(await (await fetch(address)).text()).toBe('<Response></Response>');
  });

  it('refuses POST, as such hosts do', async () => {
    expect((await fetch(`${host.url}/calls/one.xml`, { method: 'POST' })).status).toBe(405);
  });

  it.each(['/calls', '/calls/two.xml', '/calls/one.xml/two', '/../secret.xml', '/%2e%2e/secret.xml'])(
    'has nothing at %s',
    async (path) => {
      expect(await statusOf(path)).toBe(404);
    },
  );
});
