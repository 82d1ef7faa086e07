import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { retentionTaskQueue } from '../domain/task-queues.js';
import { textTraceWorkflowId, textTraceWorkflowType } from '../workflows/text-trace/text-trace.messages.js';
import type { textTrace } from '../workflows/text-trace/text-trace.workflow.js';
import type { TextTraces } from './cases.js';
import { askEngine } from './errors.js';

/** Traces of texts through a Temporal client. They share the queue of purges, which are what needs them. */
export function createTextTraces(client: Client, timeoutMilliseconds: number): TextTraces {
  return {
    carry: (traceId, sealed) =>
      askEngine(client, timeoutMilliseconds, 'trace of a text', async () => {
        try {
          await client.workflow.start<typeof textTrace>(textTraceWorkflowType, {
            args: [{ sealed }],
            taskQueue: retentionTaskQueue,
            workflowId: textTraceWorkflowId(traceId),
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
          });
        } catch (failure) {
          if (!(failure instanceof WorkflowExecutionAlreadyStartedError)) throw failure;
        }
      }),
  };
}
