import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { installQuietRuntime } from '../../../test/workflows/quiet-runtime.js';
import { defaultCacheFolder } from '../cache.js';
import { timeSkippingServerExecutable } from './test-server.js';
import type { waitForAMonth } from './test-server.workflow.js';

const thirtyDays = 30 * 24 * 60 * 60 * 1000;

describe('the time-skipping test server', () => {
  let environment: TestWorkflowEnvironment;

  beforeAll(async () => {
    installQuietRuntime();
    const path = await timeSkippingServerExecutable({
      cacheFolder: defaultCacheFolder(),
      report: () => undefined,
    });
    environment = await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    });
  });

  afterAll(async () => {
    await environment.teardown();
  });

  it('lets a workflow wait for thirty days in a moment', async () => {
    const worker = await Worker.create({
      connection: environment.nativeConnection,
      taskQueue: 'a-month',
      workflowsPath: join(import.meta.dirname, 'test-server.workflow.ts'),
    });
    const start = Date.now();
    const passed = await worker.runUntil(
      environment.client.workflow.execute<typeof waitForAMonth>('waitForAMonth', {
        taskQueue: 'a-month',
        workflowId: 'waits-for-a-month',
      }),
    );
    expect(passed).toBeGreaterThanOrEqual(thirtyDays);
    expect(Date.now() - start).toBeLessThan(30_000);
  });
});
