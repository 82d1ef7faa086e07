import type { AttemptKey } from '../domain/attempt.js';

/** An attempt's key as one string, for unique indexes and for matching by equality. */
export function attemptText({ workflowId, activityId }: AttemptKey): string {
  return `${workflowId}#${activityId}`;
}

/** The key of such a string. Neither kind of ID has a number sign in it. */
export function attemptOfText(text: string): AttemptKey {
  const [workflowId = '', activityId = ''] = text.split('#', 2);
  return { workflowId, activityId };
}
