import type {
  AccountId,
  DeskTaskId,
  OrganisationId,
  PartnerApplicationId,
  ReceivedMailId,
  ReportMailId,
  SupportCaseId,
  SupportMailId,
  SupportMessageId,
} from '../identifiers.js';
import type { IncompleteReason } from '../partners/partner-application.js';
import type { ReportMailFailure } from '../reports/report-mail.js';
import type { ReportName } from '../reports/report-plan.js';
import type { ReportPeriod } from '../reports/report.js';
import type { SupportMailReceiver, UndeliveredReason } from '../support-case/support-mail.js';
import type { Principal } from '../timeline.js';

/** A mail about a case has not arrived (C5). */
export interface MailUndelivered {
  readonly kind: 'mail-undelivered';
  readonly caseId: SupportCaseId;
  readonly mailId: SupportMailId;
  readonly to: SupportMailReceiver;
  readonly why: UndeliveredReason;
  /** What the mail server has said, on one line. */
  readonly diagnostic?: string;
}

/** A report of an organisation has not reached one of those whom its plan names (R3). */
export interface ReportUndelivered {
  readonly kind: 'report-undelivered';
  readonly organisationId: OrganisationId;
  readonly mailId: ReportMailId;
  readonly report: ReportName;
  readonly period: ReportPeriod;
  readonly why: ReportMailFailure;
  /** What the mail server has said, on one line. */
  readonly diagnostic?: string;
}

/** A mail about a case has come back, and the report does not tell which one (C5). */
export interface UnknownMailUndelivered {
  readonly kind: 'unknown-mail-undelivered';
  readonly caseId: SupportCaseId;
  /** The report. */
  readonly receivedMailId: ReceivedMailId;
  /** What the mail server has said, on one line. */
  readonly diagnostic?: string;
}

/**
 * The desk has written to a partner account, and none of its users gets a mail about that (C5): nobody answers what nobody has heard
 * of, and the case closes.
 */
export interface NobodyMailed {
  readonly kind: 'nobody-mailed';
  readonly caseId: SupportCaseId;
  readonly accountId: AccountId;
  /** What the desk has written. */
  readonly messageId: SupportMessageId;
}

/** An application was accepted, and its account cannot have its first user (C1). */
export interface AcceptanceIncomplete {
  readonly kind: 'acceptance-incomplete';
  readonly applicationId: PartnerApplicationId;
  readonly accountId: AccountId;
  readonly why: IncompleteReason;
}

/** What somebody of the desk has to see to: one variant for each kind of task. */
export type DeskTaskSubject =
  MailUndelivered | UnknownMailUndelivered | NobodyMailed | AcceptanceIncomplete | ReportUndelivered;
export type DeskTaskKind = DeskTaskSubject['kind'];

/** As long as one of them is open, its case is marked (C5). */
export const kindsOfLostMail = [
  'mail-undelivered',
  'unknown-mail-undelivered',
] as const satisfies readonly DeskTaskKind[];

export const deskTaskStates = ['open', 'done'] as const;
export type DeskTaskState = (typeof deskTaskStates)[number];

/** Something that no program can put right, until somebody of the desk has. */
export interface DeskTask {
  readonly id: DeskTaskId;
  readonly about: DeskTaskSubject;
  readonly createdAt: Date;
  /** Absent: nobody has seen to it yet. */
  readonly done?: { readonly by: Principal; readonly at: Date };
}
