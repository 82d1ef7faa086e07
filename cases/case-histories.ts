import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { unavailable } from '../domain/errors.js';
import { askEngine } from './errors.js';
import type { CaseHistories } from './cases.js';

const grpcNotFound = 5;

/** Histories of workflows through a Temporal client (R2). */
export function createCaseHistories(client: Client, timeoutMilliseconds: number): CaseHistories {
  const { namespace } = client.options;
  const ask = <Answer>(question: () => Promise<Answer>): Promise<Answer> =>
    askEngine(client, timeoutMilliseconds, 'workflow', question);

  /** The newest run of a workflow; undefined: nothing is known of it. */
  async function newestRun(workflowId: string) {
    try {
      return await client.workflow.getHandle(workflowId).describe();
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    }
  }

  async function removeRun(workflowId: string, runId: string): Promise<void> {
    try {
      await client.workflowService.deleteWorkflowExecution({
        namespace,
        workflowExecution: { workflowId, runId },
      });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  return {
    isRunning: (workflowId) => ask(async () => (await newestRun(workflowId))?.status.name === 'RUNNING'),

    remove: (workflowId) =>
      ask(async () => {
        const newest = await newestRun(workflowId);
        if (newest?.status.name === 'RUNNING') throw unavailable('The end of the workflow');
        // A workflow that has gone on in new runs has a history for each of them. Only lists know them all, but they are told of a
        // run, and of its end, a while later; the newest one is known without them, and none that they call running runs.
        const runIds = new Set(newest === undefined ? [] : [newest.runId]);
        for await (const { runId } of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
          runIds.add(runId);
        }
        for (const runId of runIds) await removeRun(workflowId, runId);
      }),
  };
}

function isGone(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === grpcNotFound;
}
