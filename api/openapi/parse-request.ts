import type { z } from 'zod';
import { invalidInput, type FieldError } from '../../domain/errors.js';

/** More than this helps nobody, and a hostile body could name thousands. */
const mostErrors = 50;

/** Which part of the request was wrong; it stands in the detail, the fields carry pointers into that part. */
export type RequestPart = 'body' | 'query' | 'headers';

/**
 * Checks one part of a request.
 *
 * @throws DomainError `invalid-input` that names every wrong, missing and unknown field.
 */
export function parseRequestPart<Schema extends z.ZodType>(
  schema: Schema,
  part: RequestPart,
  value: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(value, naming);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap(fieldErrorsOf).slice(0, mostErrors);
  throw invalidInput(`The ${part} of the request is not valid.`, errors);
}

/** Everything that the schema finds wrong. */
export function fieldErrorsIn(schema: z.ZodType, value: unknown): readonly FieldError[] {
  return schema.safeParse(value, naming).error?.issues.flatMap(fieldErrorsOf) ?? [];
}

const naming: z.core.ParseContext<z.core.$ZodIssue> = {
  error: (issue) => (issue.code === 'invalid_type' && issue.input === undefined ? 'is required' : undefined),
};

function fieldErrorsOf(issue: z.core.$ZodIssue): readonly FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: jsonPointer([...issue.path, key]),
      message: 'is not known here',
    }));
  }
  return [{ path: jsonPointer(issue.path), message: issue.message }];
}

/** RFC 6901. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path
    .map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 100)}`)
    .join('');
}
