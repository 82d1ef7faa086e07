import type { Cases } from '../../cases/cases.js';
import type { SupportCaseDocumentView } from '../../db/support-store.js';
import { conflict, DomainError, invalidInput } from '../../domain/errors.js';
import type { SupportCaseId } from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import { SupportCaseClosedError } from '../../domain/support-case/support-case-closed.js';
import type { SupportActor } from '../../domain/support-case/support-event.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';
import { isNotFound } from '../use-cases/time-limit.js';
import type { SupportCaseReading } from './case-reading.js';

/**
 * Merges a duplicate into another case of the same account (C10): the duplicate closes, and each tells of the other. Repeating it
 * completes what was begun.
 *
 * @throws DomainError `not-found`, `conflict` when the other one is closed or of another account; SupportCaseClosedError when the
 *   duplicate is closed already.
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
  readonly supportCases: Pick<Cases['supportCases'], 'mergeInto' | 'takeDuplicate'>;
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
    const updateId = derivedIdentifier('act', 'merge', duplicate, into);
    await supportCases.takeDuplicate(into, { by, duplicate }, updateId);
    await supportCases.mergeInto(duplicate, { by, into }, updateId);
    return reading.current(scope, duplicate);
  };
}

function notFoundInBody(): DomainError {
  const message = 'There is no such support case.';
  return new DomainError('not-found', message, [{ path: '/into', message }]);
}
