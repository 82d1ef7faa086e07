import type { AccountId, SupportCaseId, UserId } from '../identifiers.js';
import type { AutomaticKind, Automation } from './automatic-mail.js';

/** A case that a mail may belong to. Of one that was merged into another, the other one. */
export interface CandidateCase {
  readonly caseId: SupportCaseId;
  readonly accountId: AccountId;
  readonly isClosed: boolean;
}

/** What is known of a mail before it is decided where it belongs. */
export interface MailFacts {
  readonly automation: Automation;
  /** Cases that its recipients are signed reply addresses of, each once. */
  readonly addressed: readonly CandidateCase[];
  /** The case of the mail of ours that it answers, by a signed Message-ID. */
  readonly answered?: CandidateCase;
  /** The case that it names in words, which anybody can; `several`: more than one. */
  readonly quoted?: CandidateCase | 'several';
  /** Whose address it comes from. Absent: nobody's of any account, or it names no single sender. */
  readonly sender?: { readonly accountId: AccountId; readonly userId: UserId };
  /** More comes from this address than any person writes. */
  readonly isFlood: boolean;
}

export type FoundBy = 'reply-address' | 'references' | 'quote';

export type ReviewReason = 'stranger' | 'several-cases' | 'foreign-case' | 'too-many' | 'mailing-list';

/** Where a mail belongs (C4). */
export type MailDestination =
  | { readonly to: 'case'; readonly caseId: SupportCaseId; readonly foundBy: FoundBy }
  /** It stays closed. The sender is told so, unless a program has written it, or perhaps has. */
  | {
      readonly to: 'closed-case';
      readonly caseId: SupportCaseId;
      readonly foundBy: FoundBy;
      readonly isToBeAnswered: boolean;
    }
  | { readonly to: 'new-case'; readonly accountId: AccountId; readonly userId: UserId }
  /** Somebody of the desk has to say where it belongs. */
  | { readonly to: 'review'; readonly why: ReviewReason }
  /** It tells what became of a mail of ours. */
  | { readonly to: 'delivery-report' }
  /** A program wrote it: nothing follows from it. */
  | { readonly to: 'nowhere'; readonly why: AutomaticKind; readonly caseId?: SupportCaseId };

/**
 * Decides where a mail belongs (C4): what programs write never enters a case, what is signed by us is believed whoever
 * writes, and what only names a case is believed of the people of its account. Nothing is thrown away.
 */
export function destinationOf(facts: MailFacts): MailDestination {
  const { automation, sender, isFlood, addressed } = facts;
  const found = caseFound(facts);
  const isByList = automation.automatic === 'yes' && automation.kind === 'mailing-list';
  if (automation.automatic === 'yes' && !isByList) {
    if (automation.kind === 'bounce') return { to: 'delivery-report' };
    return { to: 'nowhere', why: automation.kind, ...(found && { caseId: found.candidate.caseId }) };
  }
  if (isFlood) return { to: 'review', why: 'too-many' };
  if (addressed.length > 1) return { to: 'review', why: 'several-cases' };
  if (found !== undefined) {
    const { foundBy, candidate } = found;
    const { caseId, isClosed } = candidate;
    return isClosed
      ? { to: 'closed-case', caseId, foundBy, isToBeAnswered: automation.automatic === 'no' }
      : { to: 'case', caseId, foundBy };
  }
  if (isByList) return { to: 'review', why: 'mailing-list' };
  if (facts.quoted === 'several') return { to: 'review', why: 'several-cases' };
  if (facts.quoted !== undefined) return { to: 'review', why: 'foreign-case' };
  return sender === undefined ? { to: 'review', why: 'stranger' } : { to: 'new-case', ...sender };
}

/** The surest sign first. */
function caseFound({
  addressed,
  answered,
  quoted,
  sender,
}: MailFacts): { readonly foundBy: FoundBy; readonly candidate: CandidateCase } | undefined {
  const [first] = addressed;
  if (first !== undefined) return { foundBy: 'reply-address', candidate: first };
  if (answered !== undefined) return { foundBy: 'references', candidate: answered };
  if (quoted === undefined || quoted === 'several' || quoted.accountId !== sender?.accountId)
    return undefined;
  return { foundBy: 'quote', candidate: quoted };
}
