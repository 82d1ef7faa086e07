import type { Store } from '../../db/store.js';
import type { SupportCaseDocumentView } from '../../db/support-store.js';
import { conflict } from '../../domain/errors.js';
import type { SupportCaseId, UserId } from '../../domain/identifiers.js';
import { deskScope, type Scope } from '../../domain/scope.js';
import type { SupportActor } from '../../domain/support-case/support-event.js';
import type { FirstWords, OpenedSupportCase, SupportCaseOpening } from './case-opening.js';

export interface FollowUpRequest {
  /** Of the new case; it follows from the request. */
  readonly id: SupportCaseId;
  readonly by: SupportActor;
  readonly words: FirstWords;
  readonly bodyHash: string;
}

/**
 * Asks further questions about a closed case (C7): a new case with a number of its own, linked both ways, with account, topic,
 * identifiers and assignee of the one before.
 *
 * @throws DomainError `conflict` while the case is open.
 */
export type FollowUp = (
  scope: Scope,
  of: SupportCaseDocumentView,
  request: FollowUpRequest,
) => Promise<OpenedSupportCase>;

export function createFollowUp({
  opening,
  users,
}: {
  readonly opening: SupportCaseOpening;
  readonly users: Pick<Store['users'], 'find'>;
}): FollowUp {
  /** Whoever has left the desk meanwhile would have a case that nobody sees to. */
  async function stillThere(assignee: UserId | undefined): Promise<{ readonly assignee?: UserId }> {
    if (assignee === undefined) return {};
    const user = await users.find(deskScope, assignee);
    return user?.state === 'active' ? { assignee } : {};
  }

  return async (scope, { opening: before, details, view }, { id, by, words, bodyHash }) => {
    if (view?.state !== 'closed') throw conflict('The case is open: please write in it.');
    const { accountId, language } = before;
    const { topic, subject, identifiers } = details;
    const draft = {
      ...{ id, accountId, topic, subject, identifiers, language, bodyHash },
      openedBy: by,
      followUpOf: before.id,
      ...(await stillThere(view.assignee)),
    };
    return opening.open(scope, draft, words);
  };
}
