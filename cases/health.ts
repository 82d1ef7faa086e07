import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { CaseEngineHealth } from './cases.js';
import { askEngine } from './errors.js';

/** A worker that has not polled for this long counts as gone; the server lists pollers of the last minutes. */
const pollerAgeMilliseconds = 70_000;

/** Temporal's own health, asked from outside. */
export function createCaseEngineHealth(client: Client, timeoutMilliseconds: number): CaseEngineHealth {
  const { namespace } = client.options;
  return {
    ping: () =>
      askEngine(client, timeoutMilliseconds, 'case engine', async () => {
        await client.workflowService.describeNamespace({ namespace });
      }),
    pollers: (taskQueue) =>
      askEngine(client, timeoutMilliseconds, 'task queue', async () => {
        const { pollers } = await client.workflowService.describeTaskQueue({
          namespace,
          taskQueue: { name: taskQueue },
          taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        });
        const since = Date.now() - pollerAgeMilliseconds;
        return pollers.filter(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000 > since)
          .length;
      }),
  };
}
