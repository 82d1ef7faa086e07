import type { Scope } from '../domain/scope.js';
import type { AttemptKey, AttemptOrder } from '../domain/attempt.js';
import type { OrganisationId } from '../domain/identifiers.js';
import type { PhoneNumber } from '../domain/phone-number.js';
import type { Target } from '../domain/target.js';
import type { TextTrace } from '../domain/text-trace.js';

/**
 * One live call per number at any time (X1). Whoever wants the same person for another case joins the call that rings
 * already: one call tells both, and one answer settles both.
 */
export interface NumberLease {
  readonly number: PhoneNumber;
  readonly call?: { readonly sid: string; readonly account: string };
  /** Whose questions this call asks. Empty once answered: the line is merely occupied then. */
  readonly orders: readonly AttemptOrder[];
  readonly expiresAt: Date;
}

export interface NumberLeaseRepository {
  /**
   * `taken`: the number is free, dial. `joined`: a call with a question of the same kind is under way; do not dial, its
   * outcome settles this order too. `occupied`: somebody is on the phone there for another matter.
   */
  take(
    number: PhoneNumber,
    order: AttemptOrder,
    expiresAt: Date,
  ): Promise<{ readonly lease: 'taken' | 'joined' | 'occupied'; readonly current: NumberLease }>;
  /** Says which call the lease's own order became. May be repeated; nothing happens when the order holds no lease. */
  noteCall(
    number: PhoneNumber,
    key: AttemptKey,
    call: { readonly sid: string; readonly account: string },
  ): Promise<void>;
  /** The lease as it stands, also when it has expired and nobody has taken it over. */
  find(number: PhoneNumber): Promise<NumberLease | undefined>;
  /**
   * The questions of a call that are about to be read out. From now on nobody joins it: an answer counts for what was
   * heard, and for nothing else. Undefined: the number has no such call.
   */
  readOut(number: PhoneNumber, callSid: string): Promise<NumberLease | undefined>;
  /**
   * Atomically takes all questions off the call and returns them: each is settled exactly once. The lease stays until
   * released. Knows only calls that were noted: a webhook that may overtake the reply to its POST notes the call first.
   */
  settle(number: PhoneNumber, callSid: string, occupiedUntil: Date): Promise<readonly AttemptOrder[]>;
  /** Takes one question off; returns the lease as it is now. */
  leave(number: PhoneNumber, key: AttemptKey): Promise<NumberLease | undefined>;
  /** Every attempt whose question the call asks or has asked, the one that dialled first. None: the number has no such call. */
  askedBy(number: PhoneNumber, callSid: string): Promise<readonly AttemptKey[]>;
  /** The call is over, and nothing that it asked is open: frees the number. False: there is a question left, or no such call. */
  releaseSettled(number: PhoneNumber, callSid: string): Promise<boolean>;
  /** The call is over: frees the number, returns the questions that were still open. */
  release(number: PhoneNumber, callSid: string): Promise<readonly AttemptOrder[]>;
  /**
   * Frees a lease whose order was never dialled. Returns the questions of others that had joined meanwhile: no call will
   * settle them, so whoever abandons does.
   */
  abandon(number: PhoneNumber, key: AttemptKey): Promise<readonly AttemptOrder[]>;
}

/** The order of an attempt, as far as it is kept with its call. */
export type ClaimingOrder = Pick<AttemptOrder, 'key' | 'organisationId' | 'target'>;

/** Which calls belong to which attempts, so that an unknown outcome can be looked up and no SID is claimed twice. */
export interface CallRepository {
  /**
   * May be repeated. `conflict`: the call is another attempt's, or the attempt has another call.
   *
   * @param order whose attempt it is, and who is called.
   */
  claim(
    call: { readonly sid: string; readonly account: string },
    order: ClaimingOrder,
    to: PhoneNumber,
  ): Promise<void>;
  sidOf(key: AttemptKey): Promise<{ readonly sid: string; readonly account: string } | undefined>;
  claimedAmong(sids: readonly string[], except: AttemptKey): Promise<ReadonlySet<string>>;
}

/** A question that was texted: which code of which number answers it. */
export interface TextQuestion {
  readonly number: PhoneNumber;
  readonly organisationId: OrganisationId;
  readonly subject: { readonly workflowId: string; readonly caseId: string };
  readonly purpose: 'inform' | 'take' | 'mandate' | 'status' | 'test';
  readonly target: Target;
  /** Completes a pending attempt, when the text was one. */
  readonly attempt?: AttemptKey;
}

export interface TextRepository {
  /**
   * The pair of reply codes of a question: (1, 2) for the only open question of a number, (3, 4) for the next.
   * Repeating the same question (same case and purpose) keeps its codes.
   */
  ask(question: TextQuestion, expiresAt: Date): Promise<{ readonly yes: number; readonly no: number }>;
  /** Open questions of a number with their codes, newest first. */
  openQuestions(
    number: string,
  ): Promise<readonly (TextQuestion & { readonly yes: number; readonly no: number })[]>;
  /** A number that is asked nothing any more is forgotten, unless it wants no texts. */
  closeQuestions(caseId: string): Promise<void>;
  /** The same of all questions that nobody can answer any more. */
  closeExpired(): Promise<void>;
  /** True the first time this provider message ID is seen. */
  firstSeen(messageSid: string): Promise<boolean>;
  /** True the first time; claims the sending of one notice to one number so that a repeated activity does not text twice. */
  claimSending(key: string): Promise<boolean>;
  optOut(number: string, optedOut: boolean): Promise<void>;
  hasOptedOut(number: string): Promise<boolean>;
}

/** Which texts stand at the telephony provider, so that they can be deleted there (R2). */
export interface TextTraceRepository {
  /** May be repeated: the first one stays. */
  keep(trace: TextTrace): Promise<void>;
  /** A trace that cannot be kept now, in a form that may lie where personal data must not lie open. */
  seal(trace: TextTrace): string;
  /** @throws Error when it cannot be opened with this key, or is no sealed trace. */
  keepSealed(sealed: string): Promise<void>;
  /** Those of the identifiers that a trace is kept of. */
  knownAmong(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** What organisations spend on telephony, by day of their time zone (`yyyy-mm-dd`). Amounts are minor units. */
export interface SpendingRepository {
  /** Counts the amount. False: it would pass the cap, and is not counted. Without a cap it is always counted. */
  spend(
    organisationId: OrganisationId,
    day: string,
    amount: number,
    cap: number | undefined,
  ): Promise<boolean>;
  /** Nothing, where the organisation is foreign. */
  spentOn(scope: Scope, organisationId: OrganisationId, day: string): Promise<number>;
}
