/**
 * The one error vocabulary. `kind` decides the HTTP status (api/middleware/error-handler.ts is the only place that maps
 * it); `message` is safe to show and carries no personal data.
 */
export const domainErrorKinds = [
  'invalid-input',
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'idempotency-key-in-use',
  'idempotency-key-reused',
  'too-large',
  'unsupported-media-type',
  'too-many-requests',
  'unavailable',
] as const;
export type DomainErrorKind = (typeof domainErrorKinds)[number];

/** One thing that is wrong with one field. `path` is a JSON pointer into the request, e.g. `/contacts/0/phone`. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly kind: DomainErrorKind,
    message: string,
    readonly fields: readonly FieldError[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export function invalidInput(message: string, fields: readonly FieldError[]): DomainError {
  return new DomainError('invalid-input', message, fields);
}

export function notFound(what: string): DomainError {
  return new DomainError('not-found', `There is no such ${what}.`);
}

export function conflict(message: string): DomainError {
  return new DomainError('conflict', message);
}

/** Somebody has saved since it was read: a `conflict` that can be told from others. */
export class ChangedMeanwhileError extends DomainError {
  readonly reason = 'changed-meanwhile';

  constructor(what: string) {
    super('conflict', `The ${what} was changed in the meantime; please read it again.`);
  }
}

/** An `unavailable` that lasts until somebody changes the configuration: repeating helps nothing, and others are not concerned. */
export class NotConfiguredError extends DomainError {
  /** @param cause with a code, which logs tell. */
  constructor(message: string, cause: Error) {
    super('unavailable', message, [], { cause });
  }
}

/** A service that the request needs does not answer; the caller may repeat the request. */
export function unavailable(what: string, cause?: unknown): DomainError {
  return new DomainError('unavailable', `${what} does not answer at the moment; please repeat.`, [], {
    cause,
  });
}
