import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { defaultCacheFolder } from '../cache.js';
import { freePort } from '../ports.js';
import { isRecentEnough } from './temporal-executable.js';
import { startTemporal } from './temporal.js';
import type { RunningTemporal, TemporalOptions } from './temporal.js';

const namespace = 'test-desk';

describe('the Temporal development server', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beistand-temporal-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  async function start(name: string, more: Partial<TemporalOptions> = {}): Promise<RunningTemporal> {
    return await startTemporal({
      port: await freePort(),
      namespace,
      logFile: join(folder, `${name}.log`),
      cacheFolder: defaultCacheFolder(),
      report: () => undefined,
      ...more,
    });
  }

  /** Starts a workflow that nobody works on; false when one of that id exists. */
  async function startWorkflow(
    address: string,
    workflowId: string,
    inNamespace = namespace,
  ): Promise<string> {
    return await withClient(address, inNamespace, async (client) => {
      const handle = await client.workflow.start('nobodyRunsThis', { taskQueue: 'nobody', workflowId });
      return (await handle.describe()).status.name;
    });
  }

  it('takes workflows as soon as it has started, two servers beside each other', async () => {
    const servers = await Promise.all([start('one'), start('two')]);
    try {
      for (const server of servers) expect(await startWorkflow(server.address, 'case')).toBe('RUNNING');
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
  });

  it('keeps its workflows for the next start, even when it was killed', async () => {
    const more = {
      databaseFile: join(folder, 'data', 'temporal.sqlite'),
      searchAttributes: { Organisation: 'Keyword' },
    } as const;
    const first = await start('kept', more);
    await startWorkflow(first.address, 'case');
    process.kill(first.pid ?? 0, 'SIGKILL');
    // A busy system takes a moment to end it.
    await first.stop();
    const second = await start('kept', more);
    try {
      await expect(startWorkflow(second.address, 'case')).rejects.toThrow(/already/i);
    } finally {
      await second.stop();
    }
  });

  it('does not start twice on the same data or port', async () => {
    const databaseFile = join(folder, 'data', 'once.sqlite');
    const server = await start('once', { databaseFile });
    try {
      await expect(start('again', { databaseFile })).rejects.toThrow(/already runs on these data/);
      const port = Number(server.address.split(':')[1]);
      await expect(start('again', { port })).rejects.toThrow(/port \d+ of 127.0.0.1 is in use/);
    } finally {
      await server.stop();
    }
  });

  it('may be run by somebody else: then only its namespace is made sure of', async () => {
    const server = await start('external');
    try {
      const found = await start('unused', { externalAddress: server.address, namespace: 'another-desk' });
      await found.stop();
      expect(await startWorkflow(found.address, 'case', 'another-desk')).toBe('RUNNING');
    } finally {
      await server.stop();
    }
  });
});

describe('a temporal command', () => {
  it.each([
    ['temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)', true],
    ['temporal version 0.0.0-DEV (Server 1.28.0, UI 2.42.1)', true],
    ['temporal version 1.9.0 (Server 2.0.0, UI 2.42.1)', true],
    ['temporal version 1.1.0 (Server 1.25.0, UI 2.31.2)', false],
    ['tctl version 1.18.0', false],
    ['', false],
  ])('that says "%s" is recent enough: %s', (line, expected) => {
    expect(isRecentEnough(line)).toBe(expected);
  });
});

async function withClient<T>(
  address: string,
  inNamespace: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await work(new Client({ connection, namespace: inNamespace }));
  } finally {
    await connection.close();
  }
}
