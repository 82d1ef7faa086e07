import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultCacheFolder, exists } from '../cache.js';
import { freePort } from '../ports.js';
import { isRecentEnough } from './mongod.js';
import { startMongo } from './mongodb.js';
import type { MongoOptions, RunningMongo } from './mongodb.js';

describe('MongoDB', () => {
  let folder: string;
  const lines: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beistand-mongodb-test-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  async function start(more: Partial<MongoOptions> = {}): Promise<RunningMongo> {
    return await startMongo({
      port: await freePort(),
      logFile: join(folder, 'mongodb.log'),
      cacheFolder: defaultCacheFolder(),
      report: (line) => lines.push(line),
      ...more,
    });
  }

  it('starts with whatever this machine has, says which, and may be used by others as an external one', async () => {
    const server = await start();
    try {
      expect(lines.at(-1)).toBe(`MongoDB: ${server.provider}`);
      const credentials = server.uri.replace('//', '//user:secret@');
      const external = await start({ externalUri: server.uri });
      expect(external).toMatchObject({ uri: server.uri, provider: `the server at ${server.address}` });
      await external.stop();
      await expect(start({ externalUri: credentials })).rejects.toThrow();
      expect(lines.join('\n')).not.toContain('secret');
    } finally {
      await server.stop();
    }
  });

  it('does not serve the data of a mongod with another kind of server', async () => {
    const dataFolder = join(folder, 'data');
    await mkdir(join(dataFolder, 'mongod'), { recursive: true });
    const outcome = await start({ dataFolder }).then(
      async (server) => {
        await server.stop();
        return server.provider;
      },
      (error: unknown) => String(error),
    );
    expect(outcome).toContain('mongod');
    expect(await exists(join(dataFolder, 'java'))).toBe(false);
  });

  it('refuses a port that is in use', async () => {
    const server = await start();
    try {
      const port = Number(server.address.split(':')[1]);
      await expect(start({ port })).rejects.toThrow(`MongoDB cannot start: port ${port}`);
    } finally {
      await server.stop();
    }
  });
});

describe('a mongod command', () => {
  it.each([
    ['db version v8.2.6', true],
    ['db version v5.0.0-rc1', true],
    ['db version v4.4.29', false],
    ['', false],
  ])('that says "%s" is recent enough: %s', (line, expected) => {
    expect(isRecentEnough(line)).toBe(expected);
  });
});
