import { DomainError, unavailable } from '../../domain/errors.js';

/**
 * Waits at most so long for an answer. The work itself goes on; only nobody waits for it any more.
 *
 * @throws DomainError `unavailable` when the time is over.
 */
export async function withinTime<Answer>(
  milliseconds: number,
  what: string,
  work: () => Promise<Answer>,
): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(unavailable(what));
    }, milliseconds);
  });
  try {
    return await Promise.race([work(), expiry]);
  } finally {
    clearTimeout(timer);
  }
}

/** The answer if it comes in time, else undefined: for what a person on the phone is not to wait for. */
export async function ifKnown<Answer>(
  milliseconds: number,
  work: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await withinTime(milliseconds, 'It', work);
  } catch {
    return undefined;
  }
}

/** Whether an error says that a service does not answer, rather than what it answers. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof DomainError && error.kind === 'unavailable';
}

export function isNotFound(error: unknown): boolean {
  return error instanceof DomainError && error.kind === 'not-found';
}

/** Undefined: what is asked does not answer at the moment. Any other failure is thrown. */
export async function unlessAway<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isUnavailable(error)) return undefined;
    throw error;
  }
}
