import type { Cases } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import type { AcceptedMessage, SupportCaseDocumentView, SupportMessage } from '../../db/support-store.js';
import { DomainError } from '../../domain/errors.js';
import type { Scope } from '../../domain/scope.js';
import { isSupportCaseClosed } from '../../domain/support-case/support-case-closed.js';
import type { AddMessage } from '../../workflows/support-case/support-case.messages.js';
import { supportCaseStartOf } from './case-opening.js';

export interface MessageAdding {
  /**
   * Keeps the words, then has the case take them (C4). The same message twice is taken once.
   *
   * @param answering how the desk goes on after its answer, and what it has read.
   * @throws SupportCaseClosedError when the case takes nothing any more (C6); `idempotency-key-reused` when its ID stands for another
   *   request.
   */
  add(
    scope: Scope,
    to: SupportCaseDocumentView,
    message: SupportMessage,
    answering?: Pick<AddMessage, 'next' | 'seen'>,
  ): Promise<AcceptedMessage>;
}

export function createMessageAdding({
  store,
  supportCases,
}: {
  readonly store: Pick<Store, 'supportMessages'>;
  readonly supportCases: Pick<Cases['supportCases'], 'start' | 'addMessage'>;
}): MessageAdding {
  const { supportMessages } = store;

  /** The message as it was kept first. */
  async function keep(scope: Scope, message: SupportMessage): Promise<SupportMessage> {
    if ((await supportMessages.keep(scope, message)) === 'kept') return message;
    const kept = await supportMessages.find(scope, message.id);
    if (kept === undefined || !isSameRequest(kept, message)) {
      throw new DomainError('idempotency-key-reused', 'This Idempotency-Key was used for another message.');
    }
    return kept;
  }

  return {
    async add(scope, { opening, view }, message, answering = {}) {
      const kept = await keep(scope, message);
      const { id, caseId, by } = kept;
      // A case that nothing was recorded of may have been stored while the engine was away.
      if (view === undefined) await supportCases.start(supportCaseStartOf(opening));
      const told: AddMessage = { messageId: id, by, ...answering };
      try {
        const { sequence } = await supportCases.addMessage(caseId, told, id);
        return { ...kept, sequence };
      } catch (error) {
        if (!isSupportCaseClosed(error)) throw error;
        // Whoever has not heard the answer repeats it, maybe when the case is over.
        const taken = await supportMessages.findAccepted(scope, id);
        if (taken === undefined) throw error;
        return taken;
      }
    },
  };
}

/** Messages that came by mail, and those of an earlier release, are known by their words. */
function isSameRequest(kept: SupportMessage, message: SupportMessage): boolean {
  return kept.bodyHash === undefined || message.bodyHash === undefined
    ? kept.text === message.text
    : kept.bodyHash === message.bodyHash;
}
