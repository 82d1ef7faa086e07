import type { AccountId, SupportCaseId, UserId } from '../identifiers.js';
import type { Language } from '../language.js';
import type { AutomaticKind, Automation } from './automatic-mail.js';

/** A case that a mail may belong to. Of one that was merged into another, the other one. */
export interface CandidateCase {
  readonly caseId: SupportCaseId;
  readonly accountId: AccountId;
  readonly isClosed: boolean;
  /** Its account is suspended: nobody may write for it. */
  readonly isSuspended: boolean;
}

/** An active user of a partner account, by whose address a mail says it is written. */
export interface MailSender {
  readonly accountId: AccountId;
  readonly userId: UserId;
  readonly language: Language;
}

/** What is known of a mail before it is decided where it belongs. */
export interface MailFacts {
  readonly automation: Automation;
  /** Cases that its recipients are signed reply addresses of, each once. */
  readonly addressed: readonly CandidateCase[];
  /** The case of the mail of ours that it answers, by a signed Message-ID. */
  readonly answered?: CandidateCase;
  /** The case that a mail stands in which it answers, as its sender says; `several`: more than one. */
  readonly related?: CandidateCase | 'several';
  /** The case that it names in words, which anybody can; `several`: more than one. */
  readonly quoted?: CandidateCase | 'several';
  /** Whose address it comes from. Absent: nobody's of any account, or it names no single sender. */
  readonly sender?: MailSender;
  /** Whose address it comes from, where that is no active user of a partner account. */
  readonly alien?: 'of-the-desk' | 'disabled';
  /** More comes from this address than any person writes. */
  readonly isFlood: boolean;
  /** It has neither words nor files. */
  readonly isEmpty: boolean;
}

export type FoundBy = 'reply-address' | 'references' | 'conversation' | 'quote';

export type ReviewReason =
  | 'stranger'
  | 'several-cases'
  | 'foreign-case'
  | 'too-many'
  | 'mailing-list'
  /** A ticket system of the partner's may have written for a person. */
  | 'notification'
  | 'empty'
  /** Words of the desk would stand there as a partner's. */
  | 'desk-sender'
  /** Who was switched off, or whose account is suspended, still has mails of ours. */
  | 'disabled-sender'
  | 'suspended-account'
  /** Were a case opened by an answering machine, its confirmation would be answered by a machine too. */
  | 'perhaps-automatic';

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
  | { readonly to: 'new-case'; readonly sender: MailSender }
  /** Somebody of the desk has to say where it belongs. */
  | { readonly to: 'review'; readonly why: ReviewReason; readonly caseId?: SupportCaseId }
  /** It tells what became of a mail of ours. */
  | { readonly to: 'delivery-report' }
  /** A program wrote it: nothing follows from it. */
  | { readonly to: 'nowhere'; readonly why: AutomaticKind; readonly caseId?: SupportCaseId };

/**
 * Decides where a mail belongs (C4): what programs write never enters a case by itself, what is signed by us is believed
 * whoever writes, and what only names a case is believed of the people of its account. Nothing is thrown away.
 */
export function destinationOf(facts: MailFacts): MailDestination {
  const { automation, sender, addressed } = facts;
  const found = caseFound(facts);
  const isByList = automation.automatic === 'yes' && automation.kind === 'mailing-list';
  if (automation.automatic === 'yes' && !isByList) {
    if (automation.kind === 'bounce') return { to: 'delivery-report' };
    if (automation.kind === 'notification') return { to: 'review', why: 'notification', ...caseOf(found) };
    return { to: 'nowhere', why: automation.kind, ...caseOf(found) };
  }
  const doubt = doubtAbout(facts, found?.candidate);
  if (doubt !== undefined) return { to: 'review', why: doubt, ...caseOf(found) };
  if (addressed.length > 1) return { to: 'review', why: 'several-cases' };
  if (found !== undefined) {
    const { foundBy, candidate } = found;
    const { caseId, isClosed } = candidate;
    return isClosed
      ? { to: 'closed-case', caseId, foundBy, isToBeAnswered: automation.automatic === 'no' }
      : { to: 'case', caseId, foundBy };
  }
  if (isByList) return { to: 'review', why: 'mailing-list' };
  if (facts.quoted === 'several' || facts.related === 'several')
    return { to: 'review', why: 'several-cases' };
  if (facts.quoted !== undefined) return { to: 'review', why: 'foreign-case' };
  if (sender === undefined) return { to: 'review', why: 'stranger' };
  if (automation.automatic === 'perhaps') return { to: 'review', why: 'perhaps-automatic' };
  return { to: 'new-case', sender };
}

interface FoundCase {
  readonly foundBy: FoundBy;
  readonly candidate: CandidateCase;
}

/** Why nobody but the desk may say what follows from a mail, wherever it belongs. */
function doubtAbout(
  { isFlood, isEmpty, alien }: MailFacts,
  candidate: CandidateCase | undefined,
): ReviewReason | undefined {
  if (isFlood) return 'too-many';
  if (isEmpty) return 'empty';
  if (alien === 'of-the-desk') return 'desk-sender';
  if (alien === 'disabled') return 'disabled-sender';
  return candidate?.isSuspended === true ? 'suspended-account' : undefined;
}

function caseOf(found: FoundCase | undefined): { readonly caseId?: SupportCaseId } {
  return found === undefined ? {} : { caseId: found.candidate.caseId };
}

/** The surest sign first. What only names a case is believed of the people of its account. */
function caseFound({ addressed, answered, related, quoted, sender }: MailFacts): FoundCase | undefined {
  const [first] = addressed;
  if (first !== undefined) return { foundBy: 'reply-address', candidate: first };
  if (answered !== undefined) return { foundBy: 'references', candidate: answered };
  const named = [
    { foundBy: 'conversation', candidate: related },
    { foundBy: 'quote', candidate: quoted },
  ] as const;
  for (const { foundBy, candidate } of named) {
    if (candidate === undefined || candidate === 'several') continue;
    if (candidate.accountId === sender?.accountId) return { foundBy, candidate };
  }
  return undefined;
}
