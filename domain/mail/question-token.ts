import type { SupportCaseId, UserId } from '../identifiers.js';
import { isProven, proofLetters, proofOf, type MailKeys } from './mac.js';

/** Who may ask further questions about which closed case, by a link in a mail. */
export interface QuestionRight {
  readonly caseId: SupportCaseId;
  /** Whom the mail was sent to; absent: somebody who has written to the case, and is no user of its account. */
  readonly userId?: UserId;
}

/**
 * The right to ask further questions (C6), as letters for a link. Whoever has got the mail has it, as with the reply address of an
 * open case: a colleague to whom it was forwarded can ask as well, and nobody can make one for a case whose mails they have not got.
 */
export interface QuestionTokens {
  /** @param expiresAt epoch milliseconds; it holds until the end of that day (UTC). */
  sign(right: QuestionRight, expiresAt: number): string;
  /** undefined: we did not make it, or it is too old. */
  verify(token: string, now: number): QuestionRight | undefined;
}

const purpose = 'further-question';
const dayMilliseconds = 24 * 3_600_000;
const shape = /^([a-z0-9]{6,40})-([a-z0-9]{6,40})?-([a-z0-9]{1,6})-([a-z2-7]+)$/;

export function createQuestionTokens(keys: MailKeys): QuestionTokens {
  return {
    sign({ caseId, userId }, expiresAt) {
      const lastDay = Math.floor(expiresAt / dayMilliseconds).toString(36);
      const signed = `${lettersAfterPrefix(caseId)}-${userId === undefined ? '' : lettersAfterPrefix(userId)}-${lastDay}`;
      return `${signed}-${proofOf(keys.current, purpose, signed)}`;
    },
    verify(token, now) {
      const [, caseLetters, userLetters, lastDay, proof] = shape.exec(token) ?? [];
      if (caseLetters === undefined || lastDay === undefined || proof?.length !== proofLetters)
        return undefined;
      const signed = token.slice(0, -proofLetters - 1);
      if (!isProven(keys, purpose, signed, proof)) return undefined;
      if (Number.parseInt(lastDay, 36) < Math.floor(now / dayMilliseconds)) return undefined;
      return {
        caseId: `sup_${caseLetters}`,
        ...(userLetters === undefined ? {} : { userId: `usr_${userLetters}` as const }),
      };
    },
  };
}

function lettersAfterPrefix(id: SupportCaseId | UserId): string {
  return id.slice(id.indexOf('_') + 1);
}
