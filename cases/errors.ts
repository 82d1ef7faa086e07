import { WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { conflict, DomainError, notFound, unavailable } from '../domain/errors.js';
import type { IncidentRejection } from '../workflows/incident/incident.messages.js';

/** Calls the case engine with a deadline, and tells what went wrong in the words of the domain. */
export async function askEngine<Answer>(
  client: Client,
  timeoutMilliseconds: number,
  what: string,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await client.withDeadline(Date.now() + timeoutMilliseconds, ask);
  } catch (failure) {
    throw inDomainWords(failure, what);
  }
}

function inDomainWords(failure: unknown, what: string): DomainError {
  if (failure instanceof DomainError) return failure;
  if (failure instanceof WorkflowNotFoundError) return notFound(what);
  if (failure instanceof WorkflowUpdateFailedError) {
    const { cause } = failure;
    // The workflow's own refusals are written for people; anything else is none of theirs.
    if (!(cause instanceof ApplicationFailure)) return conflict(`The ${what} refuses this.`);
    return isForbidden(cause) ? new DomainError('forbidden', cause.message) : conflict(cause.message);
  }
  return unavailable('The case engine', failure);
}

/** Refused because of who asks, and not because of how the case stands. */
function isForbidden({ type }: ApplicationFailure): boolean {
  const refusal: IncidentRejection = 'MayNotApprove';
  return type === refusal;
}
