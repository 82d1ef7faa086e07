import type { AttemptKey, AttemptOrder } from '../domain/attempt.js';
import type { CaseRecord, IncidentView, RecordReceipt, StatusCallView } from '../domain/case-record.js';
import type {
  IncidentId,
  OrganisationId,
  StatusCallId,
  TokenId,
  TravellerId,
} from '../domain/identifiers.js';
import type { IncidentReport } from '../domain/incident/incident.js';
import type { OrganisationSettings } from '../domain/organisation/organisation.js';
import type { Traveller, TravellerInput } from '../domain/organisation/traveller.js';
import type { PhoneNumber } from '../domain/phone-number.js';
import type { Scope } from '../domain/scope.js';
import type { Target } from '../domain/target.js';
import type { TimelineEntry } from '../domain/timeline.js';
import type { AuditRepository } from './audit/audit-repository.js';

/** Every repository throws `DomainError('unavailable')` when MongoDB does not answer within its limit. */
export interface Store {
  readonly organisations: OrganisationRepository;
  readonly travellers: TravellerRepository;
  readonly intakes: IntakeRepository;
  readonly cases: CaseRepository;
  readonly numberLeases: NumberLeaseRepository;
  readonly calls: CallRepository;
  readonly texts: TextRepository;
  readonly tokens: TokenRepository;
  readonly audit: AuditRepository;
  /** Throws when MongoDB does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface Organisation {
  readonly id: OrganisationId;
  /** Rises with every save; shown as ETag. */
  readonly revision: number;
  readonly settings: OrganisationSettings;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Opaque; absent on the last page. */
  readonly nextCursor?: string;
}

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string;
}

export interface OrganisationRepository {
  create(scope: Scope, id: OrganisationId, settings: OrganisationSettings): Promise<Organisation>;
  /** Saves the whole settings document; undefined: no such organisation; `conflict` when `ifRevision` is not the current one. */
  save(
    scope: Scope,
    id: OrganisationId,
    settings: OrganisationSettings,
    ifRevision?: number,
  ): Promise<Organisation | undefined>;
  find(scope: Scope, id: OrganisationId): Promise<Organisation | undefined>;
  list(scope: Scope, page: PageRequest): Promise<Page<Organisation>>;
  changedSince(scope: Scope, moment: Date): Promise<readonly Organisation[]>;
}

export interface TravellerRepository {
  create(scope: Scope, id: TravellerId, traveller: TravellerInput): Promise<Traveller>;
  save(scope: Scope, id: TravellerId, traveller: TravellerInput): Promise<Traveller | undefined>;
  find(scope: Scope, id: TravellerId): Promise<Traveller | undefined>;
  findByPhone(scope: Scope, phone: string): Promise<readonly Traveller[]>;
  list(
    scope: Scope,
    query: PageRequest & { readonly organisationId?: OrganisationId },
  ): Promise<Page<Traveller>>;
  changedSince(scope: Scope, moment: Date): Promise<readonly Traveller[]>;
}

/**
 * Free text first: an inert document written before its workflow starts or is updated. Its `_id` is the incident's or
 * note's ID. It remembers the body's hash longer than Temporal remembers the workflow.
 */
export interface Intake {
  readonly id: string;
  readonly organisationId: OrganisationId;
  readonly kind: 'incident' | 'note' | 'status-call';
  /** SHA-256 of the canonical request body; another hash under the same ID is another request (422). */
  readonly bodyHash: string;
  readonly report?: Omit<IncidentReport, 'organisationId'>;
  readonly text?: string;
  /** The number a caller or texter reached us from: how an unknown caller is called back. */
  readonly callerPhone?: string;
  /** How to start the workflow; the sweeper uses it. Plain data without personal contents. */
  readonly start?: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
  readonly startedAt?: Date;
}

/** An intake whose workflow has not been started, and how often starting it has failed. */
export type UnstartedIntake = Intake & { readonly startFailures: number };

export interface IntakeRepository {
  /** Stores the intake once; returns the stored one (which may have another body hash). Time limit 500 ms. */
  put(scope: Scope, intake: Intake): Promise<{ readonly created: boolean; readonly intake: Intake }>;
  find(scope: Scope, id: string): Promise<Intake | undefined>;
  markStarted(scope: Scope, id: string, at: Date): Promise<void>;
  /**
   * Intakes of incidents and status calls without a started workflow whose turn was before the moment: the turn of an
   * intake is its creation, and after a failed start what `stepBack` said. The longest waiting first.
   */
  unstarted(scope: Scope, turnBefore: Date, limit: number): Promise<readonly UnstartedIntake[]>;
  /** Its start has failed: the turn of others comes first. */
  stepBack(scope: Scope, id: string, nextTurnAt: Date): Promise<void>;
  /** The text of notes by their IDs. */
  texts(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export interface IncidentFilter {
  readonly organisationId?: OrganisationId;
  readonly state?: IncidentView['state'];
}

export interface StatusCallFilter {
  readonly organisationId?: OrganisationId;
  readonly travellerId?: TravellerId;
  readonly state?: StatusCallView['state'];
}

/** The read model of running cases. Written by activities only. */
export interface CaseRepository {
  /** Entries first (upsert by case ID and sequence), then the view if its revision is higher. */
  record(record: CaseRecord): Promise<RecordReceipt>;
  /** The highest sequence up to which all entries are stored; 0 when nothing is. Time limit 300 ms. */
  recordedThrough(caseId: string): Promise<number>;
  incident(scope: Scope, id: IncidentId): Promise<IncidentView | undefined>;
  statusCall(scope: Scope, id: StatusCallId): Promise<StatusCallView | undefined>;
  /** Newest first. */
  incidents(scope: Scope, query: PageRequest & IncidentFilter): Promise<Page<IncidentView>>;
  /** Newest first. */
  statusCalls(scope: Scope, query: PageRequest & StatusCallFilter): Promise<Page<StatusCallView>>;
  timeline(
    scope: Scope,
    caseId: string,
    page: { readonly limit: number; readonly after: number },
  ): Promise<readonly TimelineEntry[]>;
  /** Open cases whose `nextActionAt` lies before the moment, for the auditor. */
  overdue(
    before: Date,
    limit: number,
  ): Promise<
    readonly {
      readonly caseId: string;
      readonly organisationId: OrganisationId;
      readonly nextActionAt: Date;
    }[]
  >;
}

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

/** Which calls belong to which attempts, so that an unknown outcome can be looked up and no SID is claimed twice. */
export interface CallRepository {
  /** May be repeated. `conflict`: the call is another attempt's, or the attempt has another call. */
  claim(sid: string, account: string, key: AttemptKey, to: PhoneNumber): Promise<void>;
  sidOf(key: AttemptKey): Promise<{ readonly sid: string; readonly account: string } | undefined>;
  claimedAmong(sids: readonly string[], except: AttemptKey): Promise<ReadonlySet<string>>;
}

/** A question that was texted: which code of which number answers it. */
export interface TextQuestion {
  readonly number: PhoneNumber;
  readonly organisationId: OrganisationId;
  readonly subject: { readonly workflowId: string; readonly caseId: string };
  readonly purpose: 'inform' | 'take' | 'mandate' | 'ratify' | 'status';
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
  closeQuestions(caseId: string): Promise<void>;
  /** True the first time this provider message ID is seen. */
  firstSeen(messageSid: string): Promise<boolean>;
  /** True the first time; claims the sending of one notice to one number so that a repeated activity does not text twice. */
  claimSending(key: string): Promise<boolean>;
  optOut(number: string, optedOut: boolean): Promise<void>;
  hasOptedOut(number: string): Promise<boolean>;
}

export interface StoredToken {
  readonly id: TokenId;
  readonly scope: Scope;
  readonly name: string;
  /** SHA-256 of the token, hex. */
  readonly hash: string;
  readonly createdAt: Date;
}

export interface TokenRepository {
  create(token: StoredToken): Promise<void>;
  findByHash(hash: string): Promise<StoredToken | undefined>;
  createdSince(moment: Date): Promise<readonly StoredToken[]>;
}
