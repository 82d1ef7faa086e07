import {
  ApplicationFailure,
  condition,
  getExternalWorkflowHandle,
  setHandler,
  uuid4,
} from '@temporalio/workflow';
import type { SupportCaseId } from '../../domain/identifiers.js';
import { supportCaseWorkflowId } from '../../domain/support-case/workflow-id.js';
import type { PromisedAnswer } from '../../domain/support-case/support-case.js';
import type { SupportActor } from '../../domain/support-case/support-event.js';
import * as messages from './support-case.messages.js';
import type { SupportCaseRejection } from './support-case.messages.js';
import type { RunningSupportCase } from './support-case.state.js';

/** A case that does not answer so long is not merged into. */
const patience = '30 seconds';

export interface Merging {
  /**
   * Closes this case as a duplicate of another one, which is told of it before the promise is kept.
   *
   * @param close closes this case, or refuses; gives the answer that it still owed.
   * @throws ApplicationFailure `SupportCaseMergeRefused` when the other case is closed, or is being merged itself.
   */
  mergeInto(
    into: SupportCaseId,
    by: SupportActor,
    close: () => Promise<PromisedAnswer | undefined>,
  ): Promise<void>;
}

/**
 * How two running cases come to terms about a merge (C10), whatever dies meanwhile: the duplicate asks, closes, and tells. So one
 * duplicate is told of by one other case only, and that case is closed by nobody else at the time it agrees. A case that is
 * being merged agrees to nothing: two that are merged into each other at the same moment, or three in a circle, would all be
 * closed, and the question with them.
 *
 * @param takeOver takes a duplicate with the answer that it owed, once each.
 */
export function mergeDuplicates(
  theCase: RunningSupportCase,
  takeOver: (duplicate: SupportCaseId, by: SupportActor, owed: PromisedAnswer) => Promise<void>,
): Merging {
  const { caseId } = theCase.data.start;
  let isMerging = false;
  const answers = new Map<string, boolean>();

  setHandler(messages.offerDuplicate, async ({ offerId, duplicate }) => {
    const isTaken = !theCase.isClosed && !isMerging;
    await reached(duplicate, (other) => other.signal(messages.answerOffer, { offerId, isTaken }));
  });
  setHandler(messages.answerOffer, ({ offerId, isTaken }) => {
    answers.set(offerId, isTaken);
  });
  setHandler(messages.takeDuplicate, async ({ by, duplicate, owed }) => {
    // Before duplicates told what they owed, nothing followed from it; so the histories of those days need no patch.
    if (owed === undefined) theCase.takeDuplicate(duplicate, by, Date.now());
    else await takeOver(duplicate, by, owed);
  });

  async function mayMergeInto(into: SupportCaseId): Promise<boolean> {
    const offerId = uuid4();
    const offer = { offerId, duplicate: caseId };
    if (!(await reached(into, (other) => other.signal(messages.offerDuplicate, offer)))) return false;
    await condition(() => answers.has(offerId), patience);
    const isTaken = answers.get(offerId) === true;
    answers.clear();
    return isTaken;
  }

  return {
    async mergeInto(into, by, close) {
      while (isMerging) await condition(() => !isMerging);
      // Somebody has asked for the same at the same moment.
      if (theCase.data.mergedInto === into) return;
      isMerging = true;
      try {
        if (!theCase.isClosed && !(await mayMergeInto(into))) refuse();
        const owed = await close();
        const told = { by, duplicate: caseId, ...(owed === undefined ? {} : { owed }) };
        await reached(into, (other) => other.signal(messages.takeDuplicate, told));
      } finally {
        isMerging = false;
      }
    },
  };
}

/** @returns whether the case is still running. */
async function reached(
  id: SupportCaseId,
  signal: (other: ReturnType<typeof getExternalWorkflowHandle>) => Promise<void>,
): Promise<boolean> {
  try {
    await signal(getExternalWorkflowHandle(supportCaseWorkflowId(id)));
    return true;
  } catch {
    // It has ended: a closed case takes nothing any more (C6).
    return false;
  }
}

function refuse(): never {
  const type: SupportCaseRejection = 'SupportCaseMergeRefused';
  throw ApplicationFailure.nonRetryable('The other case takes no duplicate.', type);
}
