import { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type { PersonErasureActivities, TextTraceActivities } from '../../activities/contract.js';
import { workflowBundleFile } from '../../dev/stack/workflow-bundle.js';
import { retentionTaskQueue } from '../../domain/task-queues.js';
import {
  personErasureWorkflowId,
  personErasureWorkflowType,
  type PersonErasureStart,
} from '../../workflows/persons/person-erasure.messages.js';
import {
  textTraceWorkflowId,
  textTraceWorkflowType,
  type TextTraceStart,
} from '../../workflows/text-trace/text-trace.messages.js';
import type { History } from './stage.js';
import type { TimeSkipping } from './time-skipping.js';

/** Plays the erasure of a person to its end, on the time-skipping server. */
export function playPersonErasure(server: TimeSkipping, start: PersonErasureStart): Promise<History> {
  const activities = { erasePerson: () => Promise.resolve() } satisfies Pick<
    PersonErasureActivities,
    'erasePerson'
  >;
  return playToItsEnd(server, {
    ...{ type: personErasureWorkflowType, id: personErasureWorkflowId(start.erasureId), start },
    activities,
  });
}

/** Plays the carrying of a text's trace to its end, on the time-skipping server. */
export function playTextTrace(
  server: TimeSkipping,
  traceId: string,
  start: TextTraceStart,
): Promise<History> {
  const activities = { keepTextTrace: () => Promise.resolve() } satisfies TextTraceActivities;
  return playToItsEnd(server, {
    ...{ type: textTraceWorkflowType, id: textTraceWorkflowId(traceId), start },
    activities,
  });
}

interface Played {
  readonly type: string;
  readonly id: string;
  readonly start: PersonErasureStart | TextTraceStart;
  readonly activities: Readonly<Record<string, () => Promise<void>>>;
}

async function playToItsEnd(
  { environment }: TimeSkipping,
  { type, id: workflowId, start, activities }: Played,
): Promise<History> {
  const { nativeConnection, connection, namespace = 'default' } = environment;
  const taskQueue = retentionTaskQueue;
  const worker = await Worker.create({
    ...{ connection: nativeConnection, namespace, taskQueue, activities },
    workflowBundle: { codePath: await workflowBundleFile() },
  });
  const client = new Client({ connection, namespace });
  return worker.runUntil(async () => {
    const handle = await client.workflow.start(type, { args: [start], taskQueue, workflowId });
    await environment.client.workflow.getHandle(workflowId).result();
    return handle.fetchHistory();
  });
}
