import { DomainError } from '../errors.js';

/** What is asked of a support case that takes nothing any more (C6): a `conflict` that can be told from others. */
export class SupportCaseClosedError extends DomainError {
  readonly reason = 'support-case-closed';

  constructor(message = 'The case is closed, and takes no reply any more.') {
    super('conflict', message);
  }
}

export function isSupportCaseClosed(error: unknown): error is SupportCaseClosedError {
  return error instanceof SupportCaseClosedError;
}
