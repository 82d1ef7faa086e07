import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { announceServers, findSharedServers, withdrawServers } from './shared-servers.js';

describe('the servers that the tests of a run share', () => {
  const servers = {
    mongoUri: 'mongodb://127.0.0.1:1',
    temporalAddress: '127.0.0.1:2',
    testServer: { path: '/cache/test-server', extraArgs: ['3'] },
  };
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beistand-shared-servers-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are found while they are announced', async () => {
    expect(await findSharedServers(folder)).toBeUndefined();
    await announceServers(folder, servers);
    expect(await findSharedServers(folder)).toEqual(servers);
    await withdrawServers(folder);
    expect(await findSharedServers(folder)).toBeUndefined();
  });

  it('are not looked for when their keeper was killed before it could withdraw them', async () => {
    await announceServers(folder, servers);
    const file = join(folder, 'servers.json');
    const announced = await readFile(file, 'utf8');
    // As another process of the same number would have written it.
    await writeFile(file, announced.replace(/"startedAt":"[^"]+"/, '"startedAt":"before"'));
    expect(await findSharedServers(folder)).toBeUndefined();
  });
});
