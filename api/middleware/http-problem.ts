import type { FieldError } from '../../domain/errors.js';

/** The statuses of RFC 9110 that only HTTP knows; everything else is a DomainError. */
const titles = {
  400: 'Bad request',
  405: 'Method not allowed',
  412: 'Precondition failed',
  429: 'Too many requests',
} as const;

/** An error of the transport: about methods, paths and preconditions rather than about what the request asks for. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';

  constructor(
    readonly status: keyof typeof titles,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
    readonly fields: readonly FieldError[] = [],
  ) {
    super(message);
  }

  get title(): string {
    return titles[this.status];
  }
}
