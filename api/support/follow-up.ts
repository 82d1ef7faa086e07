import type { Store } from '../../db/store.js';
import type { SupportCaseDocumentView } from '../../db/support-store.js';
import { conflict } from '../../domain/errors.js';
import type { SupportCaseId, UserId } from '../../domain/identifiers.js';
import { deskScope, type Scope } from '../../domain/scope.js';
import type { SupportActor } from '../../domain/support-case/support-event.js';
import type { SupportCaseReading } from './case-reading.js';
import { whereItGoesOn } from './merged-cases.js';
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
 * @throws DomainError `conflict` while the case is open, and for a duplicate: its questions belong to the case that it was merged
 *   into.
 */
export type FollowUp = (
  scope: Scope,
  of: SupportCaseDocumentView,
  request: FollowUpRequest,
) => Promise<OpenedSupportCase>;

export function createFollowUp({
  opening,
  reading,
  users,
}: {
  readonly opening: SupportCaseOpening;
  readonly reading: Pick<SupportCaseReading, 'current'>;
  readonly users: Pick<Store['users'], 'find'>;
}): FollowUp {
  /** Whoever has left the desk meanwhile would have a case that nobody sees to. */
  async function stillThere(assignee: UserId | undefined): Promise<{ readonly assignee?: UserId }> {
    if (assignee === undefined) return {};
    const user = await users.find(deskScope, assignee);
    return user?.state === 'active' ? { assignee } : {};
  }

  async function mustBeNoDuplicate(scope: Scope, of: SupportCaseDocumentView): Promise<void> {
    if (of.view?.mergedInto === undefined) return;
    const other = await whereItGoesOn(of, (id) => reading.current(scope, id));
    const { number } = other.opening;
    throw conflict(
      other.view?.state === 'closed'
        ? `This case was a duplicate of ${number}, which is closed too: please ask further questions about that one.`
        : `This case was a duplicate of ${number}, which is open: please write in that one.`,
    );
  }

  return async (scope, of, request) => {
    const { opening: before, details, view } = of;
    const { id, by, words, bodyHash } = request;
    if (view?.state !== 'closed') throw conflict('The case is open: please write in it.');
    await mustBeNoDuplicate(scope, of);
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
