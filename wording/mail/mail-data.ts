import type { Money } from '../../domain/escalation/policy.js';
import type {
  ClosureOutcome,
  IncidentKind,
  IncidentSource,
  Location,
  Threat,
} from '../../domain/incident/incident.js';
import type { FeeService } from '../../domain/orders/order.js';
import type { ReportKind } from '../../domain/reports/report-plan.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import type { NoticeKind } from '../../domain/timeline.js';

/**
 * Every mail that Beistand sends: the notices of cases (a report reads differently for providers and for internal
 * contacts), those about somebody's own account, and the auditor's alarm to the desk.
 */
export type MailKind =
  | Exclude<NoticeKind, 'incident-reported'>
  | 'incident-to-provider'
  | 'incident-to-contact'
  | 'channel-test'
  | 'invitation'
  | 'pin-invitation'
  | 'pin-changed'
  | 'pin-address-changed'
  | 'password-reset'
  | 'password-changed'
  | 'application-received'
  | 'application-declined'
  | 'support-news'
  | 'support-case-closed'
  | 'report'
  | 'alarm';

/** What every mail shows. The emergency number is required, so no mail can be made without it (I11). */
export interface MailFrame {
  readonly organisation: string;
  readonly emergencyNumber: PhoneNumber;
  /** The receiver's name, for the greeting. */
  readonly receiver?: string;
}

/** What is known of an incident. Whatever is unknown (MongoDB may be away) is absent and not shown. */
export interface IncidentFacts {
  readonly reference: string;
  readonly kind?: IncidentKind;
  readonly threat?: Threat;
  readonly source?: IncidentSource;
  /** Epoch milliseconds, shown in the time zone. */
  readonly reportedAt?: number;
  /** UTC when absent. */
  readonly timeZone?: string;
  readonly who?: string;
  readonly phones?: readonly PhoneNumber[];
  readonly summary?: string;
  readonly location?: Location;
  readonly callerWaiting?: boolean;
  /** The person must not be contacted (I14). */
  readonly underDuress?: boolean;
}

/** A support case as its mails show it (C3). */
export interface SupportCaseFacts {
  readonly number: string;
  readonly referenceId: string;
  /** What it is about, in the words of whoever opened it. */
  readonly subject: string;
  readonly link: string;
}

/** What somebody wrote in a support case. */
export interface SupportMailMessage {
  readonly author: string;
  readonly text: string;
  /** The text is not all of it. */
  readonly isCut: boolean;
  /** Names of the files that came with it. */
  readonly files: readonly string[];
}

/** What a mail about a support case tells: a key of its texts. */
export type SupportMailTopic =
  | 'opened'
  | 'openedForYou'
  | 'deskWrote'
  | 'colleagueWrote'
  | 'partnerWrote'
  | 'waitingForPartner'
  | 'putOnHold'
  | 'resumed'
  | 'reminded'
  | 'closureWarned'
  | 'closedAnswered'
  | 'closedWithdrawn'
  | 'closedNoReply'
  | 'closedMerged'
  | 'duplicateMerged'
  | 'assigned'
  | 'cameIn'
  | 'answerDueSoon'
  | 'answerOverdue'
  | 'holdReminded';

export interface MailContents {
  readonly 'incident-to-provider': { readonly facts: IncidentFacts; readonly link?: string };
  readonly 'incident-to-contact': { readonly facts: IncidentFacts; readonly link?: string };
  readonly 'nobody-to-call': { readonly facts: IncidentFacts };
  readonly 'call-back-given-up': { readonly facts: IncidentFacts };
  readonly 'taken-over': { readonly reference: string; readonly takenBy: string };
  readonly 'override-fired': {
    readonly facts: IncidentFacts;
    readonly ceiling: Money;
    readonly link?: string;
  };
  readonly 'ratification-asked': {
    readonly facts: IncidentFacts;
    readonly ceiling: Money;
    readonly link?: string;
    readonly decision?: { readonly at: number; readonly basis: 'rule' | 'operator' };
    /** Asked is what somebody thinks of it: they decide about no costs. */
    readonly asWord: boolean;
  };
  readonly 'approval-asked': {
    readonly facts: IncidentFacts;
    readonly service: FeeService;
    readonly estimate: Money;
    /** The order in somebody's own words. */
    readonly description?: string;
    /** It was started without approval, which is asked for afterwards. */
    readonly started: boolean;
    /** What it has cost in all, which is more than was approved and what is asked about; absent: it is about the estimate. */
    readonly actual?: Money;
    /** Until when it can be decided, in epoch milliseconds; shown in the time zone of the facts. */
    readonly until?: number;
    readonly link: string;
  };
  /** What is attached; months are `yyyy-mm`. */
  readonly report: { readonly kind: ReportKind; readonly from: string; readonly to: string };
  readonly 'status-question': { readonly link: string };
  readonly 'channel-test': { readonly link: string };
  readonly closed: { readonly reference: string; readonly outcome?: ClosureOutcome };
  /** Moments are epoch milliseconds, shown in the receiver's time zone (T5). */
  readonly invitation: { readonly link: string; readonly until: number; readonly timeZone: string };
  readonly 'password-reset': { readonly link: string; readonly until: number; readonly timeZone: string };
  readonly 'password-changed': { readonly at: number; readonly timeZone: string };
  /**
   * To whomever an application names. Nobody has proven that it is them, so nothing of what was written in it stands there:
   * else strangers could send their words by us.
   */
  readonly 'application-received': { readonly reference: string };
  readonly 'application-declined': {
    readonly reference: string;
    readonly company: string;
    /** In the words of the desk. */
    readonly reason: string;
  };
  readonly 'support-news': {
    readonly supportCase: SupportCaseFacts;
    readonly what: SupportMailTopic;
    /** When a case that nobody answers is closed, in epoch milliseconds; shown in the time zone. */
    readonly until?: number;
    readonly timeZone: string;
    /** The number of the other case, where two were merged. */
    readonly other?: string;
    /** Whether answers to the mail come into the case; `takes-none`: it is closed (C6). */
    readonly reply: 'by-mail' | 'in-case-only' | 'takes-none';
    readonly message?: SupportMailMessage;
  };
  /** To whoever has written to a closed case, who may be a stranger: nothing of the case stands there but its number (C6). */
  readonly 'support-case-closed': { readonly number: string; readonly link: string };
  /** To an authorising person: the link by which they set their PIN. */
  readonly 'pin-invitation': { readonly link: string; readonly until: number; readonly timeZone: string };
  readonly 'pin-changed': { readonly at: number; readonly timeZone: string };
  readonly 'pin-address-changed': { readonly at: number; readonly timeZone: string };
  readonly alarm: {
    /** Cases whose next action is overdue. */
    readonly overdue: readonly { readonly reference: string; readonly dueAt: number }[];
    /** Cases that were reported and of which nothing is known since. */
    readonly unseen: readonly { readonly reference: string; readonly reportedAt: number }[];
    /** Support cases that the case engine has lost. */
    readonly lost: readonly { readonly reference: string; readonly openedAt: number }[];
    /** Organisations of which not everything has gone that was to go, since when. */
    readonly lateRetention: readonly { readonly reference: string; readonly since: number }[];
    readonly timeZone: string;
    /** Whether the case engine (Temporal) answers. */
    readonly engineAnswers: boolean;
    /** Whether MongoDB answers. */
    readonly databaseAnswers: boolean;
    readonly link?: string;
  };
}

export type MailData<Kind extends MailKind> = MailFrame & MailContents[Kind];
