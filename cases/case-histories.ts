import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { askEngine } from './errors.js';
import type { CaseHistories } from './cases.js';

const grpcNotFound = 5;

/** Histories of workflows through a Temporal client (R2). */
export function createCaseHistories(client: Client, timeoutMilliseconds: number): CaseHistories {
  const { namespace } = client.options;
  const ask = <Answer>(question: () => Promise<Answer>): Promise<Answer> =>
    askEngine(client, timeoutMilliseconds, 'workflow', question);

  return {
    isRunning: (workflowId) =>
      ask(async () => {
        try {
          const { status } = await client.workflow.getHandle(workflowId).describe();
          return status.name === 'RUNNING';
        } catch (error) {
          if (error instanceof WorkflowNotFoundError) return false;
          throw error;
        }
      }),

    // A workflow that has gone on in new runs has a history for each of them.
    remove: (workflowId) =>
      ask(async () => {
        for await (const { runId, status } of client.workflow.list({
          query: `WorkflowId = '${workflowId}'`,
        })) {
          if (status.name === 'RUNNING') continue;
          try {
            await client.workflowService.deleteWorkflowExecution({
              namespace,
              workflowExecution: { workflowId, runId },
            });
          } catch (error) {
            if (!isGone(error)) throw error;
          }
        }
      }),
  };
}

function isGone(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === grpcNotFound;
}
