import type { Cases } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import type { SupportCaseDocumentView } from '../../db/support-store.js';
import { notFound } from '../../domain/errors.js';
import type { SupportCaseId } from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import { isNotFound, isUnavailable } from '../use-cases/time-limit.js';

export interface SupportCaseReading {
  /** As it was recorded last. @throws DomainError `not-found`, also for a foreign case (C8). */
  recorded(scope: Scope, id: SupportCaseId): Promise<SupportCaseDocumentView>;
  /**
   * As it stands now, by the running case itself: a record follows some milliseconds later.
   *
   * @throws DomainError `not-found`, also for a foreign case (C8).
   */
  current(scope: Scope, id: SupportCaseId): Promise<SupportCaseDocumentView>;
}

export function createSupportCaseReading({
  store,
  supportCases,
}: {
  readonly store: Pick<Store, 'supportCases'>;
  readonly supportCases: Pick<Cases['supportCases'], 'currentRecord'>;
}): SupportCaseReading {
  async function recorded(scope: Scope, id: SupportCaseId): Promise<SupportCaseDocumentView> {
    const found = await store.supportCases.find(scope, id);
    if (found === undefined) throw notFound('support case');
    return found;
  }

  return {
    recorded,

    async current(scope, id) {
      const found = await recorded(scope, id);
      try {
        return { ...found, view: (await supportCases.currentRecord(id)).view };
      } catch (error) {
        // A case that ended long ago is forgotten by the engine; its last record is how it stands.
        if (isNotFound(error) || isUnavailable(error)) return found;
        throw error;
      }
    },
  };
}
