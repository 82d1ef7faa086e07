import { homedir } from 'node:os';
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { timeSkippingServerExecutable } from '../../dev/services/temporal/test-server.js';
import { workflowBundleFile } from '../../dev/stack/workflow-bundle.js';
import { OneWorker } from './one-worker.js';
import { installQuietRuntime } from './quiet-runtime.js';

/** A server whose clock jumps over every wait, and the worker of the stories that are played on it. */
export interface TimeSkipping {
  readonly environment: TestWorkflowEnvironment;
  readonly worker: OneWorker;
  /** Ends the worker; the server stays for the files of tests that come after in this process. */
  close(): Promise<void>;
}

/** The SDK waits five seconds for the server; a busy machine may need more than one try. */
const tries = 4;

/** The server of this process: the first file of tests that needs it begins it, and the next ones go on with it. */
let begun: Promise<TestWorkflowEnvironment> | undefined;

/** A jump takes milliseconds. A server on which an ended story has left a task does not jump any more. */
const jumpMilliseconds = 5_000;

/** A time-skipping server, on which nights pass in milliseconds, and a worker of one's own. */
export async function startTimeSkipping(): Promise<TimeSkipping> {
  const [environment, codePath] = await Promise.all([jumpingServer(), workflowBundleFile()]);
  const worker = new OneWorker(environment, { codePath });
  return { environment, worker, close: () => worker.rest() };
}

async function jumpingServer(): Promise<TestWorkflowEnvironment> {
  const former = await begun;
  if (former !== undefined) {
    if (await jumps(former)) return former;
    await former.teardown();
  } else {
    // Nothing of it keeps the process from coming to its end.
    process.once('beforeExit', () => void begun?.then((environment) => environment.teardown()));
  }
  begun = beginServer();
  return begun;
}

function jumps({ connection, sleep }: TestWorkflowEnvironment): Promise<boolean> {
  // With a deadline of the call itself, as one that goes on would be repeated when its connection is closed.
  return connection
    .withDeadline(Date.now() + jumpMilliseconds, () => sleep('1 minute'))
    .then(
      () => true,
      () => false,
    );
}

async function beginServer(): Promise<TestWorkflowEnvironment> {
  installQuietRuntime();
  const path = await timeSkippingServerExecutable({
    cacheFolder: join(homedir(), '.cache', 'beistand'),
    report: () => undefined,
  });
  return tryToBegin(path, tries);
}

async function tryToBegin(path: string, triesLeft: number): Promise<TestWorkflowEnvironment> {
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    });
  } catch (error) {
    if (triesLeft <= 1) throw error;
    return tryToBegin(path, triesLeft - 1);
  }
}
