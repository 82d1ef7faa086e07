import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { incidentWorkflowType } from '../workflows/incident/incident.messages.js';
import { statusCallWorkflowType } from '../workflows/status-call/status-call.messages.js';
import type { CaseEngineHealth, RunningCase } from './cases.js';
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
    runningCases: ({ from, before }, limit) =>
      askEngine(client, timeoutMilliseconds, 'case engine', async () => {
        const query =
          `WorkflowType IN ('${incidentWorkflowType}', '${statusCallWorkflowType}') AND ExecutionStatus = 'Running' ` +
          `AND StartTime BETWEEN '${from.toISOString()}' AND '${before.toISOString()}'`;
        const found: RunningCase[] = [];
        for await (const { workflowId, startTime } of client.workflow.list({ query, pageSize: limit })) {
          found.push({ caseId: workflowId.replace(/^[a-z-]+:/, ''), startedAt: startTime });
          if (found.length >= limit) break;
        }
        return found;
      }),
  };
}
