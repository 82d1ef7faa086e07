import { trusted } from 'mongoose';
import {
  incidentIdSchema,
  incidentWorkflowId,
  statusCallIdSchema,
  statusCallWorkflowId,
} from '../../domain/identifiers.js';
import type { TimelineEvent } from '../../domain/timeline.js';
import { attemptText } from '../attempt-text.js';
import type { IntakeDocument } from '../models/intake.js';
import type { Models } from '../models/models.js';
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

/**
 * Notes and orders that perhaps no timeline names, each with the incident that it was written for, which has refused it, say, or was
 * never told of it. There are few of them, and some servers have no index for keys that are not unique: so what they are stands first.
 */
export async function untakenWords(
  intakes: Models['intakes'],
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const words = new Map<string, string>();
  const incidents = caseIds.flatMap((id) => incidentIdSchema.safeParse(id).data ?? []);
  const found = await intakes
    .find({ awaitsIncident: true, caseId: trusted({ $in: incidents }) }, { caseId: 1 })
    .lean<Pick<IntakeDocument, '_id' | 'caseId'>[]>();
  for (const { _id, caseId } of found) if (caseId !== undefined) words.set(_id, caseId);
  return words;
}

export function workflowIdOf(caseId: string): string {
  const incident = incidentIdSchema.safeParse(caseId);
  return incident.success
    ? incidentWorkflowId(incident.data)
    : statusCallWorkflowId(statusCallIdSchema.parse(caseId));
}
