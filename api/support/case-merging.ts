import type { Cases } from '../../cases/cases.js';
import type { SupportCaseDocumentView } from '../../db/support-store.js';
import { conflict, DomainError, invalidInput } from '../../domain/errors.js';
import type { SupportCaseId } from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import {
  isSupportCaseClosed,
  SupportCaseClosedError,
} from '../../domain/support-case/support-case-closed.js';
import { SupportCaseNotRunningError } from '../../domain/support-case/support-case-not-running.js';
import type { SupportActor } from '../../domain/support-case/support-event.js';
import { newIdentifier } from '../use-cases/identifiers.js';
import { isNotFound } from '../use-cases/time-limit.js';
import { supportCaseStartOf } from './case-opening.js';
import type { SupportCaseReading } from './case-reading.js';

/**
 * Merges a duplicate into another case of the same account (C10): the duplicate closes, then the other one is told. The cases come to
 * terms about it themselves, so whatever was begun is completed even if nobody repeats it. Where the other one closes in the same
 * moment both are closed, and the duplicate points to it: a closed case takes nothing any more, and is continued by a follow-up.
 *
 * @throws DomainError `not-found`, `conflict` when the other one is closed, of another account, or is being merged itself;
 *   SupportCaseClosedError when the duplicate is closed already.
 */
export type MergeSupportCase = (
  scope: Scope,
  duplicate: SupportCaseId,
  into: SupportCaseId,
  by: SupportActor,
) => Promise<SupportCaseDocumentView>;

export function createMerging({
  reading,
  supportCases,
}: {
  readonly reading: SupportCaseReading;
  readonly supportCases: Pick<Cases['supportCases'], 'start' | 'isRunning' | 'mergeInto'>;
}): MergeSupportCase {
  async function required(scope: Scope, id: SupportCaseId): Promise<SupportCaseDocumentView> {
    try {
      return await reading.current(scope, id);
    } catch (error) {
      throw isNotFound(error) ? notFoundInBody() : error;
    }
  }

  return async (scope, duplicate, into, by) => {
    const found = await reading.current(scope, duplicate);
    if (found.view?.mergedInto === into) return found;
    if (found.view?.state === 'closed') throw new SupportCaseClosedError();
    if (duplicate === into) {
      throw invalidInput('The body of the request is not valid.', [
        { path: '/into', message: 'is the case itself' },
      ]);
    }
    const other = await required(scope, into);
    // The users of an account would be pointed to a case that does not exist for them.
    if (other.opening.accountId !== found.opening.accountId) {
      throw conflict('The cases belong to different partner accounts.');
    }
    if (other.view?.state === 'closed') throw conflict('The other case is closed.');
    // A case that nothing was recorded of may have been stored while the engine was away.
    if (other.view === undefined) await supportCases.start(supportCaseStartOf(other.opening));
    // A case that was lost would answer nothing, and count as closed.
    if (!(await supportCases.isRunning(into))) throw new SupportCaseNotRunningError();
    try {
      // Not derived from the request: a merge that was refused may be possible later.
      await supportCases.mergeInto(duplicate, { by, into }, newIdentifier('act'));
    } catch (error) {
      if (!isSupportCaseClosed(error)) throw error;
      const again = await reading.current(scope, duplicate);
      if (again.view?.mergedInto === into) return again;
      throw error;
    }
    return reading.current(scope, duplicate);
  };
}

function notFoundInBody(): DomainError {
  const message = 'There is no such support case.';
  return new DomainError('not-found', message, [{ path: '/into', message }]);
}
