import { createHash } from 'node:crypto';
import type { RetentionRunId } from '../domain/identifiers.js';

/** A workflow of a run by both of its names: the identifier can be used again when the run has ended. */
export interface RunWorkflow {
  readonly workflowId: string;
  readonly firstExecutionRunId: string;
}

/** The run of a workflow: whoever begins it again begins the same one. */
export function retentionRunIdOf({ workflowId, firstExecutionRunId }: RunWorkflow): RetentionRunId {
  const hash = createHash('sha256').update(`${workflowId} ${firstExecutionRunId}`).digest('hex');
  return `run_${hash.slice(0, 32)}`;
}
