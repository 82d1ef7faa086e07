import type { SupportCaseId } from '../../domain/identifiers.js';
import type { QuestionRight, QuestionTokens } from '../../domain/mail/question-token.js';

/** Where a page for further questions is served; the token comes behind it. */
export const questionPagePath = '/support-cases/questions';

/** Where partners and the desk find a case. */
export interface CaseLinks {
  to(caseId: SupportCaseId): string;
  /** The page on which further questions about a closed case are asked (C6). @param at epoch milliseconds, when the mail is written */
  toQuestions(right: QuestionRight, at: number): string;
}

/** So long after a mail its link leads to the page: as long as somebody may come back to an old matter. Milliseconds. */
const questionMilliseconds = 180 * 24 * 3_600_000;

/**
 * The place within the page is told behind the `#`, which no server sees: mails that go out today lead to the case as soon as
 * there is a portal, and to the front page until then.
 */
export function createCaseLinks({
  publicUrl,
  questionTokens,
}: {
  readonly publicUrl: string;
  readonly questionTokens: QuestionTokens;
}): CaseLinks {
  const front = publicUrl.replace(/\/+$/, '');
  return {
    to: (caseId) => `${front}/#/support-cases/${caseId}`,
    toQuestions: (right, at) =>
      `${front}${questionPagePath}/${questionTokens.sign(right, at + questionMilliseconds)}`,
  };
}
