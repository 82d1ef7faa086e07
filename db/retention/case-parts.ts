import {
  incidentIdSchema,
  incidentWorkflowId,
  statusCallIdSchema,
  statusCallWorkflowId,
} from '../../domain/identifiers.js';
import type { TimelineEvent } from '../../domain/timeline.js';
import { attemptText } from '../attempt-text.js';
import type { TimelineEntryDocument } from '../models/timeline-entry.js';

/** Entries that name what stands elsewhere: attempts by their calls, notes and orders by their words. */
export const naming = [
  'attempt-started',
  'noted',
  'order-placed',
] as const satisfies readonly TimelineEvent['type'][];

/** What entries of timelines name that stands elsewhere in the database: calls by their attempts, texts by their intakes. */
export function namedElsewhere(entries: readonly Pick<TimelineEntryDocument, 'caseId' | 'event'>[]): {
  readonly attempts: readonly string[];
  readonly texts: readonly string[];
} {
  return {
    attempts: entries.flatMap(({ caseId, event }) =>
      event.type === 'attempt-started' && event.channel === 'voice'
        ? [attemptText({ workflowId: workflowIdOf(caseId), activityId: event.attempt })]
        : [],
    ),
    texts: entries.flatMap(({ event }) =>
      event.type === 'noted' ? [event.noteId] : event.type === 'order-placed' ? [event.orderId] : [],
    ),
  };
}

export function workflowIdOf(caseId: string): string {
  const incident = incidentIdSchema.safeParse(caseId);
  return incident.success
    ? incidentWorkflowId(incident.data)
    : statusCallWorkflowId(statusCallIdSchema.parse(caseId));
}
