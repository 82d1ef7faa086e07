import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { statusCallWorkflowId } from '../domain/identifiers.js';
import { statusCallTaskQueue } from '../domain/task-queues.js';
import {
  answerStatus,
  currentStatusRecord,
  statusCallWorkflowType,
} from '../workflows/status-call/status-call.messages.js';
import type { statusCall } from '../workflows/status-call/status-call.workflow.js';
import type { StatusCallCases } from './cases.js';
import { askEngine } from './errors.js';
import { repeatLostTask } from './lost-task.js';

/** Status calls through a Temporal client. */
export function createStatusCallCases(client: Client, timeoutMilliseconds: number): StatusCallCases {
  const ask = <Answer>(question: () => Promise<Answer>): Promise<Answer> =>
    askEngine(client, timeoutMilliseconds, 'status call', question);

  return {
    start: (start) =>
      ask(async () => {
        try {
          await client.workflow.start<typeof statusCall>(statusCallWorkflowType, {
            args: [start],
            taskQueue: statusCallTaskQueue,
            workflowId: statusCallWorkflowId(start.statusCallId),
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
          });
          return 'started';
        } catch (failure) {
          if (failure instanceof WorkflowExecutionAlreadyStartedError) return 'exists';
          throw failure;
        }
      }),
    answer: (id, message, updateId) =>
      ask(async () => {
        const handle = client.workflow.getHandle(statusCallWorkflowId(id));
        await repeatLostTask(() => handle.executeUpdate(answerStatus, { args: [message], updateId }));
      }),
    currentRecord: (id) =>
      ask(() => client.workflow.getHandle(statusCallWorkflowId(id)).query(currentStatusRecord)),
  };
}
