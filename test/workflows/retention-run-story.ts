import { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type { PersonErasureActivities, RetentionActivities } from '../../activities/contract.js';
import { workflowBundleFile } from '../../dev/stack/workflow-bundle.js';
import { dataClassesOf, type DataClass } from '../../domain/retention/data-class.js';
import { retentionTaskQueue } from '../../domain/task-queues.js';
import {
  retentionRunWorkflowPrefix,
  retentionRunWorkflowType,
  type RetentionRunStart,
} from '../../workflows/retention/retention-run.messages.js';
import type { retentionRun } from '../../workflows/retention/retention-run.workflow.js';
import type { History } from './stage.js';
import type { TimeSkipping } from './time-skipping.js';

/** One retention run on the time-skipping server, when it has come to its end. */
export interface PlayedRetentionRun {
  /** What its activities were asked for, in their order. */
  readonly asked: readonly string[];
  readonly history: History;
}

/**
 * Plays a run that somebody has started to its end.
 *
 * @param failures how often the purge of a class, or trying erasures again, fails before it works.
 */
export async function playRetentionRun(
  { environment }: TimeSkipping,
  start: RetentionRunStart,
  failures: Partial<Record<DataClass | 'erasures', number>> = {},
): Promise<PlayedRetentionRun> {
  const { nativeConnection, connection, namespace = 'default' } = environment;
  const asked: string[] = [];
  function work(name: string, kind: DataClass | 'erasures'): Promise<void> {
    const before = asked.filter((each) => each === name).length;
    asked.push(name);
    return before < (failures[kind] ?? 0) ? Promise.reject(new Error('Away.')) : Promise.resolve();
  }
  const activities: RetentionActivities & Pick<PersonErasureActivities, 'retryErasures'> = {
    retryErasures: () => work('erasures', 'erasures'),
    beginRetentionRun({ organisationId, startedBy }) {
      asked.push(`begin for ${startedBy?.by ?? 'the schedule'}`);
      const run = { id: 'run_story00001', organisationId } as const;
      return Promise.resolve({ run, dataClasses: dataClassesOf(organisationId) });
    },
    purgeDataClass({ dataClass, unpaced }) {
      return work(unpaced === true ? `${dataClass}, unpaced` : dataClass, dataClass);
    },
    certifyRetentionRun({ id, unfinished }) {
      asked.push(['certify', id, ...unfinished.map((each) => `but for ${each}`)].join(' '));
      return Promise.resolve();
    },
  };
  const worker = await Worker.create({
    connection: nativeConnection,
    namespace,
    taskQueue: retentionTaskQueue,
    workflowBundle: { codePath: await workflowBundleFile() },
    activities: { ...activities },
  });
  const working = worker.run();
  const workflowId = `${retentionRunWorkflowPrefix(start.organisationId)}-asked-for`;
  try {
    // Unlike the environment's own client this one never makes the clock jump. The server knows no schedules.
    const client = new Client({ connection, namespace });
    const handle = await client.workflow.start<typeof retentionRun>(retentionRunWorkflowType, {
      ...{ args: [start], taskQueue: retentionTaskQueue, workflowId },
    });
    await environment.client.workflow.getHandle(workflowId).result();
    return { asked, history: await handle.fetchHistory() };
  } finally {
    worker.shutdown();
    await working;
  }
}
