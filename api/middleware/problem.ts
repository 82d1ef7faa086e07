import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { DomainError, type DomainErrorKind, type FieldError } from '../../domain/errors.js';
import { HttpProblem } from './http-problem.js';

/** An error as RFC 9457 wants it told. */
export const problemSchema = z
  .strictObject({
    type: z.string().meta({ description: 'A URN that names the kind of problem.' }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    requestId: z.string().optional().meta({ description: 'Stands in the logs too.' }),
    errors: z
      .array(
        z.strictObject({
          path: z.string().meta({ description: 'JSON pointer to the field (RFC 6901).' }),
          message: z.string(),
        }),
      )
      .optional()
      .meta({ description: 'What is wrong with which field.' }),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

export const problemMediaType = 'application/problem+json';

const statuses: Record<DomainErrorKind, number> = {
  'invalid-input': 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'idempotency-key-in-use': 409,
  'idempotency-key-reused': 422,
  'too-large': 413,
  'unsupported-media-type': 415,
  'too-many-requests': 429,
  unavailable: 503,
};

export interface ToldProblem {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
  /** Nobody foresaw it: it must be looked into. */
  readonly unexpected: boolean;
}

/** What an error says to the outside. Unforeseen errors say nothing of themselves. */
export function problemOf(error: unknown, requestId?: string): ToldProblem {
  if (error instanceof DomainError) {
    const headers = headersOf(error.kind);
    return told(error.kind, statuses[error.kind], error.message, requestId, headers, error.fields);
  }
  if (error instanceof HttpProblem) {
    const name = error.title.toLowerCase().replaceAll(' ', '-');
    return told(name, error.status, error.message, requestId, error.headers, error.fields);
  }
  const { problem } = told('internal', 500, 'Something went wrong here; please repeat.', requestId);
  return { problem, headers: {}, unexpected: true };
}

function headersOf(kind: DomainErrorKind): Record<string, string> {
  if (kind === 'unauthenticated') return { 'WWW-Authenticate': 'Bearer realm="beistand"' };
  if (kind === 'unavailable') return { 'Retry-After': '2' };
  return {};
}

function told(
  name: string,
  status: number,
  detail: string,
  requestId: string | undefined,
  headers: Readonly<Record<string, string>> = {},
  fields: readonly FieldError[] = [],
): ToldProblem {
  return {
    problem: {
      type: `urn:beistand:problem:${name}`,
      title: STATUS_CODES[status] ?? 'Error',
      status,
      detail,
      ...(requestId === undefined ? {} : { requestId }),
      ...(fields.length === 0 ? {} : { errors: [...fields] }),
    },
    headers,
    unexpected: false,
  };
}
