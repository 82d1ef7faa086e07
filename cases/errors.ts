import { WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { conflict, DomainError, notFound, unavailable } from '../domain/errors.js';

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
    return conflict(cause instanceof ApplicationFailure ? cause.message : `The ${what} refuses this.`);
  }
  return unavailable('The case engine', failure);
}
