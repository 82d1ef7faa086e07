import type { Store as SessionStore } from 'express-session';
import type { Ability } from '../domain/access/ability-table.js';
import type { AttemptKind } from '../domain/access/lockout.js';
import type { UserRole } from '../domain/access/role.js';
import type { Profile, User } from '../domain/access/user.js';
import type { AttemptKey, AttemptOrder } from '../domain/attempt.js';
import type { CaseRecord, IncidentView, RecordReceipt, StatusCallView } from '../domain/case-record.js';
import type {
  ContactId,
  IncidentId,
  OrganisationId,
  StatusCallId,
  TokenId,
  TravellerId,
  UserId,
} from '../domain/identifiers.js';
import type { IncidentReport } from '../domain/incident/incident.js';
import type { OrganisationSettings } from '../domain/organisation/organisation.js';
import type { PinAttempts } from '../domain/organisation/pin-attempts.js';
import type { Traveller, TravellerInput } from '../domain/organisation/traveller.js';
import type { PhoneNumber } from '../domain/phone-number.js';
import type { Scope } from '../domain/scope.js';
import type { Target } from '../domain/target.js';
import type { PlainObject } from '../domain/settings/plain-json.js';
import type { Principal, TimelineEntry } from '../domain/timeline.js';
import type { AuditRepository } from './audit/audit-repository.js';
import type { WebhookDeliveryRepository, WebhookEndpointRepository } from './webhook-store.js';

/** Every repository throws `DomainError('unavailable')` when MongoDB does not answer within its limit. */
export interface Store {
  readonly organisations: OrganisationRepository;
  readonly travellers: TravellerRepository;
  readonly intakes: IntakeRepository;
  readonly cases: CaseRepository;
  readonly numberLeases: NumberLeaseRepository;
  readonly calls: CallRepository;
  readonly texts: TextRepository;
  readonly spending: SpendingRepository;
  readonly tokens: TokenRepository;
  readonly audit: AuditRepository;
  readonly pins: PinRepository;
  readonly settingsDrafts: SettingsDraftRepository;
  readonly settingsVersions: SettingsVersionRepository;
  readonly users: UserRepository;
  readonly credentials: CredentialRepository;
  readonly accountLinks: AccountLinkRepository;
  readonly attemptLimits: AttemptLimits;
  /** Sessions of browsers, for express-session. */
  readonly sessions: SessionStore;
  readonly webhookEndpoints: WebhookEndpointRepository;
  readonly webhookDeliveries: WebhookDeliveryRepository;
  /** Throws when MongoDB does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface Organisation {
  readonly id: OrganisationId;
  /** Rises with every save; shown as ETag. */
  readonly revision: number;
  readonly settings: OrganisationSettings;
  /** Who saved this revision, where it is known. */
  readonly savedBy?: Principal;
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
  create(
    scope: Scope,
    id: OrganisationId,
    settings: OrganisationSettings,
    by?: Principal,
  ): Promise<Organisation>;
  /** Saves the whole settings document, and keeps what was saved before (E5); undefined: no such organisation; `conflict` when `ifRevision` is not the current one. */
  save(
    scope: Scope,
    id: OrganisationId,
    settings: OrganisationSettings,
    ifRevision?: number,
    by?: Principal,
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
 * Free text first: an inert document written before its workflow starts or is updated. Its `_id` is the incident's,
 * note's or order's ID. It remembers the body's hash longer than Temporal remembers the workflow.
 */
export interface Intake {
  readonly id: string;
  readonly organisationId: OrganisationId;
  readonly kind: 'incident' | 'note' | 'order' | 'status-call';
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
  /**
   * Intakes of incidents and status calls, created before the moment, whose cases nobody has noted yet; the oldest first.
   * For the auditor: whatever else is known of a case begins with its first projection.
   */
  awaitingCase(
    createdBefore: Date,
    limit: number,
  ): Promise<readonly Pick<Intake, 'id' | 'organisationId' | 'createdAt' | 'startedAt'>[]>;
  /** The cases of these intakes have been recorded: from now on they are watched by themselves. */
  noteCases(ids: Iterable<string>): Promise<void>;
  /** The text of notes and orders by their IDs. */
  texts(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export interface IncidentFilter {
  readonly organisationId?: OrganisationId;
  readonly state?: IncidentView['state'];
}

/** A time of which the costs are told, its end excluded. */
export interface Billed {
  readonly organisationId: OrganisationId;
  readonly from: Date;
  readonly to: Date;
}

/** What is still to be announced: the entries behind `announcedThrough`, up to `timelineThrough`. */
export interface UnannouncedIncident {
  readonly incidentId: IncidentId;
  readonly organisationId: OrganisationId;
  readonly announcedThrough: number;
  readonly timelineThrough: number;
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
  /** Opened within the time, oldest first: what they cost by contract stands in the statement of it. */
  incidentsOpened(scope: Scope, query: PageRequest & Billed): Promise<Page<IncidentView>>;
  /** Opened before the time and with an order that was placed since it began, oldest first. */
  olderIncidentsWithOrders(scope: Scope, query: PageRequest & Billed): Promise<Page<IncidentView>>;
  /** Newest first. */
  statusCalls(scope: Scope, query: PageRequest & StatusCallFilter): Promise<Page<StatusCallView>>;
  timeline(
    scope: Scope,
    caseId: string,
    page: { readonly limit: number; readonly after: number },
  ): Promise<readonly TimelineEntry[]>;
  /** Which of these have been recorded at all. */
  recordedAmong(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Incidents of these organisations with stored entries that were not announced yet, the newest incidents first. */
  unannounced(
    organisationIds: readonly OrganisationId[],
    limit: number,
  ): Promise<readonly UnannouncedIncident[]>;
  /** All entries up to this sequence were passed on to whoever is to be told of them. */
  markAnnounced(incidentId: IncidentId, through: number): Promise<void>;
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
  /** What the token was narrowed to; absent: all that its role may. */
  readonly abilities?: readonly Ability[];
  /** Absent: until it is revoked. */
  readonly expiresAt?: Date;
  /** Kept coarsely: a request does not write. */
  readonly lastUsedAt?: Date;
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
  spentOn(organisationId: OrganisationId, day: string): Promise<number>;
}

export interface TokenRepository {
  create(token: StoredToken): Promise<void>;
  findByHash(hash: string): Promise<StoredToken | undefined>;
  /** The tokens of one organisation, oldest first. */
  list(
    scope: Scope,
    query: PageRequest & { readonly organisationId: OrganisationId },
  ): Promise<Page<StoredToken>>;
  /** False: the organisation has no such token. */
  revoke(scope: Scope, organisationId: OrganisationId, id: TokenId): Promise<boolean>;
  noteUse(id: TokenId, at: Date): Promise<void>;
  createdSince(moment: Date): Promise<readonly StoredToken[]>;
}

/** An authorising person, whose PIN it is. */
export interface PinOwner {
  readonly organisationId: OrganisationId;
  readonly contactId: ContactId;
}

export interface StoredPin {
  readonly hash: string;
  readonly attempts: PinAttempts;
  readonly version: number;
}

/** PINs of authorising persons (I9), apart from the settings. Digits never come here, only what api/pins makes of them. */
export interface PinRepository {
  /** Sets or replaces it, with no tries counted. */
  save(scope: Scope, owner: PinOwner, hash: string, setAt: Date): Promise<void>;
  /** False: there was none. */
  remove(scope: Scope, owner: PinOwner): Promise<boolean>;
  /** Removes those of people who are no authorising persons of the organisation any more. */
  removeAllBut(scope: Scope, organisationId: OrganisationId, contactIds: readonly ContactId[]): Promise<void>;
  ownersIn(scope: Scope, organisationId: OrganisationId): Promise<ReadonlySet<ContactId>>;
  find(scope: Scope, owner: PinOwner): Promise<StoredPin | undefined>;
  /** False, and nothing happens, when the version is another one by now. */
  count(scope: Scope, owner: PinOwner, ifVersion: number, attempts: PinAttempts): Promise<boolean>;
  /** Begins the count again, unless the PIN is another one by now. */
  forgetTries(scope: Scope, owner: PinOwner, ifHash: string): Promise<void>;
}

/** Settings that are being edited: they may be wrong, and count for nothing until they are saved (E5). */
export interface SettingsDraft {
  readonly organisationId: OrganisationId;
  /** Rises with every change of the draft; shown as ETag. */
  readonly version: number;
  /** The revision of the organisation that the draft began with. */
  readonly basedOn: number;
  readonly content: PlainObject;
  readonly savedBy: Principal;
  readonly savedAt: Date;
}

/** One draft per organisation. */
export interface SettingsDraftRepository {
  /** `conflict` when `ifVersion` is not the current one. */
  put(
    scope: Scope,
    organisationId: OrganisationId,
    draft: Pick<SettingsDraft, 'basedOn' | 'content' | 'savedBy' | 'savedAt'>,
    ifVersion?: number,
  ): Promise<SettingsDraft>;
  find(scope: Scope, organisationId: OrganisationId): Promise<SettingsDraft | undefined>;
  /** With `ifVersion` only that one: what somebody has changed meanwhile stays. */
  remove(scope: Scope, organisationId: OrganisationId, ifVersion?: number): Promise<void>;
}

/** Settings as they were saved once. */
export interface SettingsVersion {
  readonly organisationId: OrganisationId;
  readonly revision: number;
  readonly settings: OrganisationSettings;
  readonly savedBy?: Principal;
  readonly savedAt: Date;
}

/** Every saved version; the organisation's repository writes them. */
export interface SettingsVersionRepository {
  /** The newest first, those before the given revision. */
  list(
    scope: Scope,
    organisationId: OrganisationId,
    page: { readonly limit: number; readonly before?: number },
  ): Promise<readonly SettingsVersion[]>;
  find(scope: Scope, organisationId: OrganisationId, revision: number): Promise<SettingsVersion | undefined>;
}

/** Users as others see them: nothing secret. */
export interface UserRepository {
  /** `conflict` when somebody in the scope has this address already. */
  create(scope: Scope, user: User): Promise<User>;
  find(scope: Scope, id: UserId): Promise<User | undefined>;
  list(scope: Scope, query: PageRequest & { readonly organisationId?: OrganisationId }): Promise<Page<User>>;
  /** Ends all sessions. Whoever is enabled again is active, or still invited if they never accepted. */
  saveAccess(
    scope: Scope,
    id: UserId,
    access: { readonly role: UserRole; readonly disabled: boolean },
  ): Promise<User | undefined>;
  /** Ends all sessions too. */
  removeSecondFactor(scope: Scope, id: UserId): Promise<User | undefined>;
  saveProfile(
    scope: Scope,
    id: UserId,
    profile: Profile & { readonly name: string },
  ): Promise<User | undefined>;
  /** For timelines; time limit 300 ms. */
  nameOf(id: UserId): Promise<string | undefined>;
}

/** A user with what proves who they are. */
export interface Credentials {
  readonly user: User;
  readonly passwordHash?: string;
  readonly secondFactor?: { readonly sealedSecret: string; readonly lastStep: number };
  readonly pendingSecret?: string;
  readonly recoveryCodesLeft: number;
}

/**
 * What signing in needs. It asks before anybody knows whose things may be touched, so it takes no scope: nothing of it may
 * be reached but by somebody's own password, session, link or identity.
 */
export interface CredentialRepository {
  find(id: UserId): Promise<Credentials | undefined>;
  /** The one user, active or disabled, whom the address signs in. */
  findByEmail(email: string): Promise<Credentials | undefined>;
  findByIdentity(identity: string): Promise<Credentials | undefined>;
  /** Those whom somebody has invited under this address. */
  invited(email: string): Promise<readonly User[]>;
  /** Makes an invited user active. `conflict`: the address, or the identity, signs in somebody else already. */
  activate(
    id: UserId,
    proof: { readonly passwordHash: string } | { readonly identity: string },
    profile?: Partial<Profile>,
  ): Promise<User | undefined>;
  /** Ends all sessions. */
  setPassword(id: UserId, passwordHash: string): Promise<User | undefined>;
  /** The same password under newer parameters; nothing ends. */
  renewHash(id: UserId, passwordHash: string): Promise<void>;
  beginEnrolment(id: UserId, sealedSecret: string): Promise<void>;
  /** The pending secret becomes the second factor; false when it is not the pending one any more. */
  completeEnrolment(
    id: UserId,
    enrolled: {
      readonly sealedSecret: string;
      readonly step: number;
      readonly recoveryCodes: readonly string[];
    },
  ): Promise<boolean>;
  /** True once for every time step, and never for an earlier one. */
  acceptStep(id: UserId, step: number): Promise<boolean>;
  /** True once for every code. */
  useRecoveryCode(id: UserId, hash: string): Promise<boolean>;
  replaceRecoveryCodes(id: UserId, hashes: readonly string[]): Promise<void>;
  noteSignIn(id: UserId, at: Date): Promise<void>;
}

export type AccountLinkPurpose = 'invitation' | 'password-reset';

/** Links by which somebody sets a password: each works once, until it expires or a newer one is sent. */
export interface AccountLinkRepository {
  put(link: {
    readonly purpose: AccountLinkPurpose;
    readonly userId: UserId;
    readonly hash: string;
    readonly expiresAt: Date;
  }): Promise<void>;
  /** Whose link it is; uses nothing up. */
  find(purpose: AccountLinkPurpose, hash: string, now: Date): Promise<UserId | undefined>;
  /** The same, once. */
  take(purpose: AccountLinkPurpose, hash: string, now: Date): Promise<UserId | undefined>;
}

/** Counts of attempts that are bounded, see `attemptBounds`. `of` holds nothing personal: it is stored as it is. */
export interface AttemptLimits {
  /** Counts an attempt, before it is judged. */
  take(
    kind: AttemptKind,
    of: string,
  ): Promise<{ readonly allowed: true } | { readonly allowed: false; readonly retryAfterSeconds: number }>;
  /** Takes one count back: the attempt was right. */
  forgive(kind: AttemptKind, of: string): Promise<void>;
  /** Takes all counts back. */
  clear(kind: AttemptKind, of: string): Promise<void>;
}
