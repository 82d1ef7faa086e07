import { DomainError } from './errors.js';

/** Codes of gRPC (14), of the system (ECONNREFUSED) and of databases (11000) name a kind of failure, and nobody. */
const codePattern = /^[A-Z0-9_]{1,40}$/;

/**
 * Describes an error without what it says: messages of databases and providers quote documents, numbers and addresses,
 * and logs hold no personal data (X6).
 */
export function describeError(error: unknown): Readonly<Record<string, unknown>> {
  if (error instanceof DomainError) return { error: error.kind, ...causeOf(error) };
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  const at = frames.slice(0, 8).map((line) => line.trim());
  return { error: error.name, ...codeOf(error), at, ...causeOf(error) };
}

function causeOf({ cause }: Error): Readonly<Record<string, unknown>> {
  return cause === undefined ? {} : { cause: describeError(cause) };
}

function codeOf(error: Error): Readonly<Record<string, unknown>> {
  const code: unknown = 'code' in error ? error.code : undefined;
  const isTold = typeof code === 'number' || (typeof code === 'string' && codePattern.test(code));
  return isTold ? { code } : {};
}
