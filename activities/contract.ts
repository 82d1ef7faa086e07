import type { AttemptOrder, AttemptResult, AttemptSubject, Channel } from '../domain/attempt.js';
import type { CaseRecord, RecordReceipt } from '../domain/case-record.js';
import type { EscalationPolicy, Money } from '../domain/escalation/policy.js';
import type { Roster } from '../domain/escalation/roster.js';
import type {
  ChannelTestId,
  ContactId,
  IncidentId,
  OrganisationId,
  StatusCallId,
  SupportCaseId,
  TravellerId,
  WebhookDeliveryId,
  WebhookEndpointId,
} from '../domain/identifiers.js';
import type { ApprovalQuestion } from '../domain/orders/order.js';
import type { KnownHours } from '../domain/hours/business-time.js';
import type { Service } from '../domain/incident/incident.js';
import type { StatusCallPolicy } from '../domain/status-call/policy.js';
import type { StoredSupportCase } from '../domain/support-case/stored-support-case.js';
import type { SupportCaseCourse } from '../domain/support-case/support-case.js';
import type { SupportCaseView } from '../domain/support-case/support-case-view.js';
import type { SupportEntry } from '../domain/support-case/support-event.js';
import type { DataClass } from '../domain/retention/data-class.js';
import type { PersonErasure } from '../domain/persons/person-erasure.js';
import type { RetentionRun } from '../domain/retention/retention-run.js';
import type { Target } from '../domain/target.js';
import type { Actor, NoticeKind, NoticeResult, Principal } from '../domain/timeline.js';

/**
 * The activities as workflows see them. Local ones are short and idempotent; a dial is always a regular activity,
 * since a local one could run again after a crash.
 */

/** Regular activities on the incidents task queue. Attempted once: whoever repeats a dial calls somebody twice. */
export interface AttemptActivities {
  /**
   * Dials (or sends the text or mail that asks), then writes the record that travels along, then leaves the activity
   * open: the webhook completes it. Returns directly when nothing could be placed.
   */
  placeAttempt(order: AttemptOrder, record?: CaseRecord): Promise<AttemptResult>;
}

/** Regular activities that may be repeated. */
export interface CallControlActivities {
  /**
   * What became of an attempt whose outcome nobody told in time: looks the call up by SID, else by its numbers. Never
   * dials. A call that is still alive is ended, so that nobody is on two calls.
   */
  resolveAttempt(order: AttemptOrder): Promise<AttemptResult>;
  /**
   * Ends a pending attempt: ringing calls are cancelled, people on the phone hear who has taken over, and the attempt is
   * completed as `expired`/`stopped`. Whoever completes it first wins: an answer given before the stop still counts.
   */
  stopAttempt(order: AttemptOrder, why: StopReason): Promise<void>;
}

export type StopReason =
  | { readonly why: 'taken-over'; readonly by: Actor }
  | { readonly why: 'closed' }
  /** The need is gone for another reason, e.g. the incident was re-routed. */
  | { readonly why: 'superseded' };

export interface NoticeOrder {
  /** Makes the repeated sending of the same notice recognisable (Message-ID, claim per text). */
  readonly key: string;
  readonly organisationId: OrganisationId;
  readonly subject: AttemptSubject;
  readonly kind: NoticeKind;
  readonly to: readonly Target[];
  /** Who took over, for `taken-over`. */
  readonly by?: Actor;
  readonly ceiling?: Money;
  /** What is to be approved, for `approval-asked`. */
  readonly approval?: ApprovalQuestion;
  /** The person in need is under duress: nothing goes to their numbers and addresses, and everybody is told so (I14). */
  readonly silent?: true;
  /** A notice whose mails did not get out goes by mail alone the next time. Absent: on all channels. */
  readonly only?: 'email';
}

export interface NoticeActivities {
  /**
   * Sends texts and mails to all targets on their channels. Never throws for a single refusal: results tell. A mail is
   * `unavailable` when it may be delivered later, and everything else is final.
   */
  sendNotices(order: NoticeOrder): Promise<readonly NoticeResult[]>;
}

/** What a workflow needs to know of an organisation at the beginning of a round. */
export interface IncidentDirectory {
  readonly provider: Roster;
  readonly internal: Roster;
  readonly authorising: Roster;
  readonly caller: Roster;
  readonly policy: EscalationPolicy;
}

export interface StatusCallDirectory {
  readonly traveller: Roster;
  readonly policy: StatusCallPolicy;
}

/** Local activities: they read the ContactBook, which answers without MongoDB too. */
export interface DirectoryActivities {
  loadIncidentDirectory(query: {
    readonly organisationId: OrganisationId;
    readonly service: Service;
    readonly travellerId?: TravellerId;
    readonly incidentId: IncidentId;
    /** Nobody is called at a number of the traveller, who is under duress (I14). */
    readonly silent?: true;
  }): Promise<IncidentDirectory>;
  loadStatusCallDirectory(query: {
    readonly organisationId: OrganisationId;
    readonly travellerId: TravellerId;
  }): Promise<StatusCallDirectory>;
}

/** Local activity: an idempotent projection write. */
export interface RecordActivities {
  recordCase(record: CaseRecord): Promise<RecordReceipt>;
}

/** A regular activity that may be repeated: the same of a support case. */
export interface SupportRecordActivities {
  recordSupportCase(record: {
    readonly revision: number;
    readonly view: SupportCaseView;
    readonly entries: readonly SupportEntry[];
    /** Where the case stands, from which it can be taken up. */
    readonly course: SupportCaseCourse;
  }): Promise<RecordReceipt>;
}

/** A regular activity that may be repeated: for a support case whose workflow was lost. */
export interface StoredCaseActivities {
  /** undefined: nothing is stored of such a case. */
  readStoredSupportCase(of: { readonly caseId: SupportCaseId }): Promise<StoredSupportCase | undefined>;
}

/** Local activity: when the desk is open for support cases (C9). */
export interface SupportHoursActivities {
  /** Hours from a moment on that reach at least until another one, and as far as a business duration (milliseconds). */
  loadSupportHours(query: {
    readonly from: number;
    readonly until: number;
    readonly duration: number;
  }): Promise<KnownHours>;
}

/** Starts the incident of a status call that was answered "Help"; harmless if it runs already. */
export interface HelpActivities {
  openIncidentForStatusCall(request: {
    readonly organisationId: OrganisationId;
    readonly statusCallId: StatusCallId;
    readonly travellerId: TravellerId;
    readonly incidentId: IncidentId;
    readonly lifeInDanger: boolean;
    /** The answer came by text, mail or link: nobody is on the line, so the traveller is called back (I3). */
    readonly callBack: boolean;
    /** They answered with the duress code: nobody contacts them (I14). */
    readonly silent?: true;
  }): Promise<void>;
}

/** One channel of somebody in the settings that is to be tested (I13). */
export interface ChannelTestOrder {
  readonly channelTestId: ChannelTestId;
  readonly organisationId: OrganisationId;
  readonly contactId: ContactId;
  readonly channel: Channel;
  readonly position: number;
}

export type ChannelTestPlan =
  | {
      readonly next: 'ask';
      readonly target: Target;
      readonly ringSeconds: number;
      readonly talkSeconds: number;
    }
  /** The person has quiet hours until then; epoch milliseconds. */
  | { readonly next: 'wait'; readonly until: number }
  /** There is nobody to ask, or the number is another one by now: that has been noted. */
  | { readonly next: 'nothing' };

/** Regular activities that may be repeated. */
export interface ChannelTestActivities {
  prepareChannelTest(order: ChannelTestOrder): Promise<ChannelTestPlan>;
  /** @param asked who was called or written to. */
  concludeChannelTest(order: ChannelTestOrder, result: AttemptResult, asked: Target): Promise<void>;
}

/** One attempt to deliver an event to an endpoint. */
export interface WebhookOrder {
  readonly deliveryId: WebhookDeliveryId;
  readonly endpointId: WebhookEndpointId;
  readonly organisationId: OrganisationId;
  /** The pause before the next attempt, if this one fails; absent: it is the last one. */
  readonly pauseSeconds?: number;
}

export type WebhookOutcome =
  | { readonly next: 'nothing' }
  /** Failed. The pause is at least that of the order; the receiver may have asked for a longer one. */
  | { readonly next: 'another-attempt'; readonly pauseSeconds: number };

/** A regular activity on the webhooks task queue. May be repeated: receivers know the event by its ID. */
export interface WebhookActivities {
  attemptWebhook(order: WebhookOrder): Promise<WebhookOutcome>;
}

/** A regular activity on the retention task queue. May be repeated. */
export interface TextTraceActivities {
  /** @param trace sealed by whoever could not keep it. */
  keepTextTrace(trace: { readonly sealed: string }): Promise<void>;
}

/** A purge that was begun. */
export type BegunRun = Pick<RetentionRun, 'id' | 'organisationId'>;

/** An erasure that was asked for. */
export type BegunErasure = Pick<PersonErasure, 'id' | 'organisationId'>;

/** Regular activities on the retention task queue; each may be repeated. */
export interface RetentionActivities {
  beginRetentionRun(start: {
    readonly workflow: { readonly workflowId: string; readonly firstExecutionRunId: string };
    readonly organisationId: OrganisationId;
    /** Epoch milliseconds. */
    readonly startedAt: number;
    readonly startedBy?: Principal;
  }): Promise<{ readonly run: BegunRun; readonly dataClasses: readonly DataClass[] }>;
  /** Shows signs of life after each batch. */
  purgeDataClass(order: {
    readonly run: BegunRun;
    readonly dataClass: DataClass;
    readonly unpaced?: true;
  }): Promise<void>;
  /** @param run with the classes of which not everything could be deleted. */
  certifyRetentionRun(run: BegunRun & { readonly unfinished: readonly DataClass[] }): Promise<void>;
}

/** Regular activities on the retention task queue; each may be repeated. */
export interface PersonErasureActivities {
  /** Erases what can go now of a person, and certifies it. Shows signs of life. */
  erasePerson(erasure: BegunErasure): Promise<void>;
  /**
   * The same for every erasure of an organisation that has not come to its end: what was in use or held may go by now.
   *
   * @throws the first failure, when each of them was tried.
   */
  retryErasures(run: Pick<BegunRun, 'organisationId'>): Promise<void>;
}
