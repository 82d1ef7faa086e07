import { NativeConnection, Worker, type WorkerOptions, type WorkflowBundleOption } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Activities } from '../activities/create-activities.js';
import {
  incidentTaskQueue,
  retentionTaskQueue,
  statusCallTaskQueue,
  supportTaskQueue,
  webhookTaskQueue,
} from '../domain/task-queues.js';

export interface WorkersOptions {
  readonly address: string;
  readonly namespace: string;
  readonly workflowBundle: WorkflowBundleOption;
  readonly activities: Activities;
  readonly log: Logger;
}

/**
 * After a crash a case's next step waits for its dead worker's own queue; this bounds the wait. The SDK's 10 s would be
 * 10 s of nobody being called.
 */
const stickyQueueTimeout = '1 second';

/** How long work under way may go on after the order to stop. */
const shutdownGraceTime = '10 seconds';

const pauseBetweenConnects = 1_000;

/** Receivers of webhooks may take 15 s each; more of them at a time wait for each other, not for incidents. */
const webhooksAtOnce = 50;

/** Each purge keeps the database busy. */
const purgesAtOnce = 2;

/** All workers of the process: incidents have their own, so that nothing else can make them wait. */
export async function createWorkers(options: WorkersOptions): Promise<{
  /** Runs until `stop` is called; rejects if a worker fails. */
  readonly run: () => Promise<void>;
  readonly stop: () => void;
}> {
  const { address, namespace, workflowBundle, activities, log } = options;
  const connection = await connectPatiently(address, log);
  const create = (taskQueue: string, limits: Partial<WorkerOptions> = {}) =>
    Worker.create({
      connection,
      namespace,
      taskQueue,
      workflowBundle,
      activities: { ...activities },
      stickyQueueScheduleToStartTimeout: stickyQueueTimeout,
      shutdownGraceTime,
      ...limits,
    });
  const workers = await Promise.all([
    create(incidentTaskQueue),
    create(statusCallTaskQueue),
    create(supportTaskQueue),
    create(webhookTaskQueue, { maxConcurrentActivityTaskExecutions: webhooksAtOnce }),
    create(retentionTaskQueue, { maxConcurrentActivityTaskExecutions: purgesAtOnce }),
  ]);
  const stop = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  return {
    stop,
    async run() {
      try {
        await Promise.all(workers.map((worker) => worker.run().finally(stop)));
      } finally {
        await connection.close();
      }
    },
  };
}

/** A worker that starts before Temporal waits for it; it has nothing else to do. */
async function connectPatiently(address: string, log: Logger): Promise<NativeConnection> {
  for (;;) {
    try {
      return await NativeConnection.connect({ address });
    } catch (failure) {
      log.warn(
        { reason: failure instanceof Error ? failure.name : 'unknown' },
        'Temporal does not answer yet',
      );
      await new Promise((resolve) => setTimeout(resolve, pauseBetweenConnects));
    }
  }
}
