import { DomainError } from '../../domain/errors.js';

/**
 * Describes an error without what it says: messages of databases and providers quote documents, numbers and addresses,
 * and logs hold no personal data (X6).
 */
export function describeError(error: unknown): Readonly<Record<string, unknown>> {
  if (error instanceof DomainError) {
    return { error: error.kind, ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }) };
  }
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return { error: error.name, at: frames.slice(0, 8).map((line) => line.trim()) };
}
