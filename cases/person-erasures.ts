import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { retentionTaskQueue } from '../domain/task-queues.js';
import {
  personErasureWorkflowId,
  personErasureWorkflowType,
} from '../workflows/persons/person-erasure.messages.js';
import type { personErasure } from '../workflows/persons/person-erasure.workflow.js';
import type { PersonErasures } from './cases.js';
import { askEngine } from './errors.js';

/** Erasures of people through a Temporal client. */
export function createPersonErasures(client: Client, timeoutMilliseconds: number): PersonErasures {
  return {
    start: (start) =>
      askEngine(client, timeoutMilliseconds, 'erasure', async () => {
        try {
          await client.workflow.start<typeof personErasure>(personErasureWorkflowType, {
            args: [start],
            taskQueue: retentionTaskQueue,
            workflowId: personErasureWorkflowId(start.erasureId),
          });
        } catch (error) {
          if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
        }
      }),
  };
}
