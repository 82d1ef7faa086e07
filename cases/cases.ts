import type { AttemptKey, AttemptResult } from '../domain/attempt.js';
import type { CaseRecord } from '../domain/case-record.js';
import type {
  IncidentId,
  OrganisationId,
  RetentionRunId,
  StatusCallId,
  SupportCaseId,
} from '../domain/identifiers.js';
import type {
  Acknowledge,
  AcknowledgeAnswer,
  AddNote,
  BridgingNews,
  CallBack,
  CallBackAnswer,
  CallPerson,
  CallPersonAnswer,
  Close,
  ConferencePresence,
  Decline,
  DecideOrder,
  DecideOrderAnswer,
  FireOverride,
  GiveRatification,
  GiveRatificationAnswer,
  HelpAsked,
  IncidentStart,
  MarkContactsReached,
  PlaceOrder,
  PlaceOrderAnswer,
  RecordCost,
  RecordCostAnswer,
  Reopen,
  RoomOver,
  Route,
  SetThreat,
  SetThreatAnswer,
  WithdrawOrder,
  WithdrawOrderAnswer,
} from '../workflows/incident/incident.messages.js';
import type { PersonErasureStart } from '../workflows/persons/person-erasure.messages.js';
import type { RetentionRunStart } from '../workflows/retention/retention-run.messages.js';
import type {
  AddMessage,
  Assign,
  ChangeState,
  CloseSupportCase,
  HoursChanged,
  MergeInto,
  SupportCaseRecordNow,
  SupportCaseStart,
} from '../workflows/support-case/support-case.messages.js';
import type { WebhookDeliveryStart } from '../workflows/webhook-delivery/webhook-delivery.messages.js';
import type { ChannelTestStart } from '../workflows/channel-test/channel-test.messages.js';
import type { AnswerStatus, StatusCallStart } from '../workflows/status-call/status-call.messages.js';

/**
 * The running cases, as everybody outside a workflow speaks to them. Errors are DomainErrors: `not-found` (no such
 * case, or it is over), `conflict` (the case refuses: e.g. closed), `unavailable` (Temporal does not answer in time).
 * Updates carry an ID, so that repeating one changes nothing.
 */
export interface IncidentCases {
  /** Starts the incident's workflow; harmless when it runs or ran already. */
  start(start: IncidentStart): Promise<'started' | 'exists'>;
  /**
   * Starts the workflow if need be and tells it, in one step, that help was asked for (signal-with-start). `over`: it has
   * ended, and nobody was told; this call for help needs an incident of its own.
   */
  startWithHelp(start: IncidentStart, help: HelpAsked): Promise<'told' | 'over'>;
  /** Tells a running incident that help was asked for again. */
  tellHelp(id: IncidentId, help: HelpAsked): Promise<void>;
  acknowledge(id: IncidentId, message: Acknowledge, updateId: string): Promise<AcknowledgeAnswer>;
  decline(id: IncidentId, message: Decline, updateId: string): Promise<void>;
  setThreat(id: IncidentId, message: SetThreat, updateId: string): Promise<SetThreatAnswer>;
  fireOverride(id: IncidentId, message: FireOverride, updateId: string): Promise<void>;
  giveRatification(
    id: IncidentId,
    message: GiveRatification,
    updateId: string,
  ): Promise<GiveRatificationAnswer>;
  route(id: IncidentId, message: Route, updateId: string): Promise<void>;
  addNote(id: IncidentId, message: AddNote, updateId: string): Promise<void>;
  markContactsReached(id: IncidentId, message: MarkContactsReached, updateId: string): Promise<void>;
  callPerson(id: IncidentId, message: CallPerson, updateId: string): Promise<CallPersonAnswer>;
  callBack(id: IncidentId, message: CallBack, updateId: string): Promise<CallBackAnswer>;
  /** `conflict` when the incident is not open, or has too many orders. Placing the same one again changes nothing. */
  placeOrder(id: IncidentId, message: PlaceOrder, updateId: string): Promise<PlaceOrderAnswer>;
  /** `conflict` when the incident knows no such order. */
  withdrawOrder(id: IncidentId, message: WithdrawOrder, updateId: string): Promise<WithdrawOrderAnswer>;
  /** `conflict` when the incident knows no such order, or it was never started. */
  recordCost(id: IncidentId, message: RecordCost, updateId: string): Promise<RecordCostAnswer>;
  /** `conflict` when the incident knows no such order; `forbidden` when it is not theirs to decide. */
  decideOrder(id: IncidentId, message: DecideOrder, updateId: string): Promise<DecideOrderAnswer>;
  close(id: IncidentId, message: Close, updateId: string): Promise<{ readonly reopenUntil: number }>;
  reopen(id: IncidentId, message: Reopen, updateId: string): Promise<void>;
  /** A signal: nobody waits for it. */
  tellPresence(id: IncidentId, presence: ConferencePresence): Promise<void>;
  /** A signal: the room of the conference is over, with everybody in it. */
  tellRoomOver(id: IncidentId, over: RoomOver): Promise<void>;
  /** A signal: nobody waits for it. */
  tellBridging(id: IncidentId, news: BridgingNews): Promise<void>;
  currentRecord(id: IncidentId): Promise<CaseRecord>;
  /** The latest incidents whose workflows have not ended; one that was started a moment ago may be missing. */
  running(limit: number): Promise<readonly IncidentId[]>;
}

export interface StatusCallCases {
  start(start: StatusCallStart): Promise<'started' | 'exists'>;
  answer(id: StatusCallId, message: AnswerStatus, updateId: string): Promise<void>;
  currentRecord(id: StatusCallId): Promise<CaseRecord>;
}

/**
 * Support cases (C9). Every update of a case that is closed fails as `SupportCaseClosedError`, and as `SupportCaseNotRunningError` where
 * no workflow runs: it has ended, was lost, or was never started, so whoever cannot be sure of that starts it first.
 */
export interface SupportCases {
  start(start: SupportCaseStart): Promise<'started' | 'exists'>;
  /** Has a case go on from what is stored whose workflow was lost. `exists`: it runs. */
  takeUp(start: SupportCaseStart): Promise<'started' | 'exists'>;
  isRunning(id: SupportCaseId): Promise<boolean>;
  /** The words are kept already. The same message twice is taken once. */
  addMessage(
    id: SupportCaseId,
    message: AddMessage,
    updateId: string,
  ): Promise<{ readonly sequence: number }>;
  assign(id: SupportCaseId, message: Assign, updateId: string): Promise<void>;
  changeState(id: SupportCaseId, message: ChangeState, updateId: string): Promise<void>;
  /** @throws DomainError `conflict` when the partner has written behind what was read. */
  close(id: SupportCaseId, message: CloseSupportCase, updateId: string): Promise<void>;
  /**
   * Closes the case as a duplicate, and tells the other one. The same merge twice is done once.
   *
   * @throws DomainError `conflict` when the other case is closed, or is being merged itself.
   */
  mergeInto(id: SupportCaseId, message: MergeInto, updateId: string): Promise<void>;
  /** A signal: the case looks up the hours by which the time of its promised answer counts. `not-found`: it does not run. */
  tellHours(id: SupportCaseId, message: HoursChanged): Promise<void>;
  /** `not-found`: the engine has forgotten it, or never knew it. */
  currentRecord(id: SupportCaseId): Promise<SupportCaseRecordNow>;
}

/** Tests of channels (I13). */
export interface ChannelTestCases {
  start(start: ChannelTestStart): Promise<'started' | 'exists'>;
}

/** Completes attempts from outside: the second half of an asynchronously completed activity. */
export interface Attempts {
  /** False: the attempt is over already (settled before, timed out, or its case has ended). */
  complete(key: AttemptKey, result: AttemptResult): Promise<boolean>;
}

/** Temporal's own health, for readiness and the auditor. */
export interface CaseEngineHealth {
  /** Throws when Temporal does not answer. */
  ping(): Promise<void>;
  /** How many workers have polled the queue lately. */
  pollers(taskQueue: string): Promise<number>;
  /** The latest cases that were started in this time and have not ended, whatever is known of them elsewhere. */
  runningCases(
    started: { readonly from: Date; readonly before: Date },
    limit: number,
  ): Promise<readonly RunningCase[]>;
}

export interface RunningCase {
  readonly caseId: string;
  readonly startedAt: Date;
}

/** Deliveries of outgoing webhooks. No case of anybody's, but carried by the same engine. */
export interface WebhookDeliveries {
  /** Starts the delivery of an event once, however often it is asked. */
  start(start: WebhookDeliveryStart): Promise<'started' | 'exists'>;
  /** Delivers at once: wakes a delivery that waits for its next attempt, or begins one that has ended anew. */
  deliverNow(start: WebhookDeliveryStart): Promise<void>;
}

/** Purges: by a schedule for each organisation, and started by somebody (R1). */
export interface RetentionRuns {
  /**
   * Makes the schedule what it has to be: a run in each night of the time zone. Doing it again changes nothing.
   */
  schedule(organisationId: OrganisationId, timeZone: string): Promise<void>;
  /** Starts a run now. @throws DomainError `conflict` while one is under way. */
  start(start: RetentionRunStart): Promise<{ readonly runId: RetentionRunId }>;
}

/** Erasures of people that were stored before (R4). */
export interface PersonErasures {
  /** Begins it. What runs already goes on. */
  start(start: PersonErasureStart): Promise<void>;
}

/** What remains of workflows that have ended (R2). */
export interface CaseHistories {
  /** False also when nothing is known of it. */
  isRunning(workflowId: string): Promise<boolean>;
  /** Deletes the histories of all its runs. @throws DomainError `unavailable` also while it runs. */
  remove(workflowId: string): Promise<void>;
}

/** Traces of texts that MongoDB does not take now (R2). */
export interface TextTraces {
  /** Carries a sealed trace until it is kept. May be repeated. @throws DomainError `unavailable` */
  carry(traceId: string, sealed: string): Promise<void>;
}

export interface Cases {
  readonly histories: CaseHistories;
  readonly retention: RetentionRuns;
  readonly personErasures: PersonErasures;
  readonly incidents: IncidentCases;
  readonly statusCalls: StatusCallCases;
  readonly channelTests: ChannelTestCases;
  readonly supportCases: SupportCases;
  readonly attempts: Attempts;
  readonly webhookDeliveries: WebhookDeliveries;
  readonly textTraces: TextTraces;
  readonly health: CaseEngineHealth;
}
