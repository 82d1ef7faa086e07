import { DomainError } from '../errors.js';

/**
 * The case engine runs no workflow of the case: it ended long ago, was lost, or is just being taken up again. Only what is stored of the
 * case says which, so until somebody has looked there the answer is `unavailable`, never "closed".
 */
export class SupportCaseNotRunningError extends DomainError {
  readonly reason = 'support-case-not-running';

  constructor() {
    super('unavailable', 'The support case does not answer at the moment; please repeat.');
  }
}

export function isSupportCaseNotRunning(error: unknown): error is SupportCaseNotRunningError {
  return error instanceof SupportCaseNotRunningError;
}
