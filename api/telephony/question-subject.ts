import type { AttemptSubject } from '../../domain/attempt.js';
import { channelTestIdSchema, incidentIdSchema, statusCallIdSchema } from '../../domain/identifiers.js';
import type { OpenQuestion } from './text-reading.js';

/** Whether a question that was texted is one of an incident. */
export function isOfIncident({ subject }: Pick<OpenQuestion, 'subject'>): boolean {
  return incidentIdSchema.safeParse(subject.caseId).success;
}

/** What a question that was texted is about; undefined: nothing that texts are answered in. */
export function subjectOf({
  subject: { caseId },
}: Pick<OpenQuestion, 'subject'>): AttemptSubject | undefined {
  const incident = incidentIdSchema.safeParse(caseId);
  if (incident.success) return { case: 'incident', incidentId: incident.data };
  const statusCall = statusCallIdSchema.safeParse(caseId);
  if (statusCall.success) return { case: 'status-call', statusCallId: statusCall.data };
  const test = channelTestIdSchema.safeParse(caseId);
  return test.success ? { case: 'channel-test', channelTestId: test.data } : undefined;
}
