import { TestWorkflowEnvironment } from '@temporalio/testing';
import { defaultCacheFolder } from '../../dev/services/cache.js';
import { timeSkippingServerExecutable } from '../../dev/services/temporal/test-server.js';
import type { TestServerCommand } from '../../dev/services/temporal/test-servers.js';
import { findSharedServers } from '../../dev/stack/shared-servers.js';
import { workflowBundleFile } from '../../dev/stack/workflow-bundle.js';
import { OneWorker } from './one-worker.js';
import { installQuietRuntime } from './quiet-runtime.js';

/** A server whose clock jumps over every wait, and the worker of the stories that are played on it. */
export interface TimeSkipping {
  readonly environment: TestWorkflowEnvironment;
  readonly worker: OneWorker;
  close(): Promise<void>;
}

/** The SDK waits five seconds for the server; a busy machine may need more than one try. */
const tries = 4;

/** Starts the time-skipping server; nights pass in milliseconds. */
export async function startTimeSkipping(): Promise<TimeSkipping> {
  installQuietRuntime();
  const command = (await findSharedServers())?.testServer ?? {
    path: await timeSkippingServerExecutable({
      cacheFolder: defaultCacheFolder(),
      report: () => undefined,
    }),
    extraArgs: [],
  };
  const [environment, codePath] = await Promise.all([startServer(command, tries), workflowBundleFile()]);
  const worker = new OneWorker(environment, { codePath });
  return {
    environment,
    worker,
    close: async () => {
      await worker.rest();
      await environment.teardown();
    },
  };
}

async function startServer(command: TestServerCommand, triesLeft: number): Promise<TestWorkflowEnvironment> {
  const { path, extraArgs } = command;
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path }, extraArgs: [...extraArgs] },
    });
  } catch (error) {
    if (triesLeft <= 1) throw error;
    return startServer(command, triesLeft - 1);
  }
}
