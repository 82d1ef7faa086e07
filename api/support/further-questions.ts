import type { Store } from '../../db/store.js';
import type { AttemptLimits } from '../../db/sign-in-store.js';
import type { SupportCaseDocumentView } from '../../db/support-store.js';
import type { User } from '../../domain/access/user.js';
import type { QuestionRight } from '../../domain/mail/question-token.js';
import { deskScope } from '../../domain/scope.js';
import { derivedIdentifier, hashBody } from '../use-cases/identifiers.js';
import { isNotFound } from '../use-cases/time-limit.js';
import type { OpenedSupportCase } from './case-opening.js';
import type { SupportCaseReading } from './case-reading.js';
import type { FollowUp } from './follow-up.js';
import { whereItGoesOn } from './merged-cases.js';

/** A case about which somebody may ask, and who it is, where that is known. */
export interface QuestionedCase {
  readonly theCase: SupportCaseDocumentView;
  readonly user?: User;
}

export interface FurtherQuestions {
  /**
   * The case that a question is about: of a duplicate the one in which it went on. undefined: there is nothing to ask about any
   * more, or whoever has the link may not.
   */
  about(right: QuestionRight): Promise<QuestionedCase | undefined>;
  /**
   * Asks (C7). The same words by the same link twice are one question.
   *
   * @throws DomainError `conflict` while the case is open.
   */
  ask(about: QuestionedCase, text: string): Promise<OpenedSupportCase | 'too-many'>;
}

/** Further questions by whoever has a link to ask them (C6), who need not sign in. */
export function createFurtherQuestions({
  store: { users, accounts },
  attemptLimits,
  reading,
  followUp,
}: {
  readonly store: Pick<Store, 'users' | 'accounts'>;
  readonly attemptLimits: Pick<AttemptLimits, 'take'>;
  readonly reading: Pick<SupportCaseReading, 'current'>;
  readonly followUp: FollowUp;
}): FurtherQuestions {
  async function current(caseId: QuestionRight['caseId']): Promise<SupportCaseDocumentView | undefined> {
    try {
      return await reading.current(deskScope, caseId);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  return {
    async about({ caseId, userId }) {
      const asked = await current(caseId);
      if (asked === undefined) return undefined;
      const theCase = await whereItGoesOn(asked, current);
      const { accountId } = theCase.opening;
      if ((await accounts.find(deskScope, accountId))?.state !== 'active') return undefined;
      if (userId === undefined) return { theCase };
      const user = await users.find(deskScope, userId);
      return user?.state === 'active' && user.accountId === accountId ? { theCase, user } : undefined;
    },

    async ask({ theCase, user }, text) {
      const { id: caseId, accountId } = theCase.opening;
      const bodyHash = hashBody({ text });
      const taken = await attemptLimits.take('question/case', caseId);
      if (!taken.allowed) return 'too-many';
      return followUp({ of: 'account', accountId }, theCase, {
        id: derivedIdentifier('sup', 'question', caseId, user?.id ?? '', bodyHash),
        by: { by: 'partner', ...(user === undefined ? {} : { userId: user.id }) },
        words: { text, attachments: [], channel: 'portal' },
        bodyHash,
      });
    },
  };
}
