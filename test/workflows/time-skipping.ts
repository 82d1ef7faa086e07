import { isGrpcCancelledError, isGrpcDeadlineError } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { defaultCacheFolder } from '../../dev/services/cache.js';
import { timeSkippingServerExecutable } from '../../dev/services/temporal/test-server.js';
import type { TestServerCommand } from '../../dev/services/temporal/test-servers.js';
import { DomainError } from '../../domain/errors.js';
import { findSharedServers } from '../../dev/stack/shared-servers.js';
import { workflowBundleFile } from '../../dev/stack/workflow-bundle.js';
import { OneWorker } from './one-worker.js';
import { installQuietRuntime } from './quiet-runtime.js';

/** The clock of a server did not move on in time, although nothing but timers was waited for. */
export class ClockStandsStill extends Error {}

interface Running {
  readonly environment: TestWorkflowEnvironment;
  readonly worker: OneWorker;
}

/** A server whose clock jumps over every wait, and the worker of the stories that are played on it. */
export class TimeSkipping {
  #running: Running;

  private constructor(
    running: Running,
    private readonly start: () => Promise<Running>,
    private readonly patienceMilliseconds: number,
  ) {
    this.#running = running;
  }

  static async start(start: () => Promise<Running>, patienceMilliseconds: number): Promise<TimeSkipping> {
    return new TimeSkipping(await start(), start, patienceMilliseconds);
  }

  get environment(): TestWorkflowEnvironment {
    return this.#running.environment;
  }

  get worker(): OneWorker {
    return this.#running.worker;
  }

  /**
   * Lets so much of the server's time pass.
   *
   * @throws ClockStandsStill when it takes too long in real time.
   */
  async sleep(duration: string | number): Promise<void> {
    const { environment } = this;
    try {
      await environment.connection.withDeadline(Date.now() + this.patienceMilliseconds, () =>
        environment.sleep(duration),
      );
    } catch (error) {
      // Either side may be the first to notice that the time is over.
      if (!isGrpcDeadlineError(error) && !isGrpcCancelledError(error)) throw error;
      throw new ClockStandsStill(`The clock stands still; it was to go on by ${duration}.`);
    }
  }

  /**
   * Plays a story, and once more on another server where this one stands still, or does not answer. The server stops for
   * ever where a timer is cancelled in the very moment it goes off, which a busy machine can bring about; a case that keeps
   * it from going on does so on the second server too, and the story fails.
   */
  async play(story: () => Promise<void>): Promise<void> {
    try {
      await story();
    } catch (error) {
      if (!(error instanceof ClockStandsStill) && !saysUnavailable(error)) throw error;
      await this.close();
      this.#running = await this.start();
      await story();
    }
  }

  async close(): Promise<void> {
    const { worker, environment } = this.#running;
    await worker.rest();
    await environment.teardown();
  }
}

/** What a case says that does not answer in time. */
function saysUnavailable(error: unknown): boolean {
  return error instanceof DomainError && error.kind === 'unavailable';
}

/** The SDK waits five seconds for the server; a busy machine may need more than one try. */
const tries = 4;

/** Longer than any night takes that passes on a busy machine. */
const patienceMilliseconds = 40_000;

/** Starts the time-skipping server; nights pass in milliseconds. */
export async function startTimeSkipping(patience = patienceMilliseconds): Promise<TimeSkipping> {
  installQuietRuntime();
  const command = (await findSharedServers())?.testServer ?? {
    path: await timeSkippingServerExecutable({
      cacheFolder: defaultCacheFolder(),
      report: () => undefined,
    }),
    extraArgs: [],
  };
  return TimeSkipping.start(async () => {
    const [environment, codePath] = await Promise.all([startServer(command, tries), workflowBundleFile()]);
    return { environment, worker: new OneWorker(environment, { codePath }) };
  }, patience);
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
