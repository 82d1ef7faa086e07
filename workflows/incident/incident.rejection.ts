import { ApplicationFailure } from '@temporalio/workflow';
import type { IncidentRejection } from './incident.messages.js';

/** Refuses an update, in words for whoever asked for it. */
export function reject(type: IncidentRejection, message: string): never {
  throw ApplicationFailure.nonRetryable(message, type);
}
