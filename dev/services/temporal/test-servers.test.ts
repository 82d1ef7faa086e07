import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { installQuietRuntime } from '../../../test/workflows/quiet-runtime.js';
import { defaultCacheFolder } from '../cache.js';
import { probeConnection } from './temporal-ready.js';
import { startTestServers, type TestServers } from './test-servers.js';

const day = 24 * 60 * 60 * 1000;

describe('test servers that share what they can', () => {
  let folder: string;
  let servers: TestServers;

  beforeAll(async () => {
    installQuietRuntime();
    folder = await mkdtemp(join(tmpdir(), 'beistand-test-servers-'));
    servers = await startTestServers({
      logFile: join(folder, 'test-servers.log'),
      cacheFolder: defaultCacheFolder(),
      report: () => undefined,
    });
  });

  afterAll(async () => {
    await servers.stop();
    await rm(folder, { recursive: true });
  });

  function start(): Promise<TestWorkflowEnvironment> {
    const { path, extraArgs } = servers.command;
    return TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path }, extraArgs: [...extraArgs] },
    });
  }

  it('have each a clock and workflows of their own', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    try {
      await one.sleep(30 * day);
      expect(await one.currentTimeMs()).toBeGreaterThan(Date.now() + 29 * day);
      expect(await other.currentTimeMs()).toBeLessThan(Date.now() + day);
      await one.client.workflow.start('nobodyWorksOnIt', { taskQueue: 'of-nobody', workflowId: 'of-one' });
      await expect(one.client.workflow.getHandle('of-one').describe()).resolves.toBeDefined();
      await expect(other.client.workflow.getHandle('of-one').describe()).rejects.toThrow();
    } finally {
      await Promise.all([one.teardown(), other.teardown()]);
    }
  });

  it('end each with whoever started it, and the next one starts', async () => {
    const first = await start();
    await first.teardown();
    await expect(probeConnection(first.address)).rejects.toThrow();
    const second = await start();
    await probeConnection(second.address);
    await second.teardown();
  });
});
