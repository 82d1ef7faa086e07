import type { AttemptKey } from '../domain/attempt.js';

/** An attempt's key as one string, for unique indexes and for matching by equality. */
export function attemptText({ workflowId, activityId }: AttemptKey): string {
  return `${workflowId}#${activityId}`;
}
