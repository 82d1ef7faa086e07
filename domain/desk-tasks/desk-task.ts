import type {
  DeskTaskId,
  OrganisationId,
  ReportMailId,
  SupportCaseId,
  SupportMailId,
} from '../identifiers.js';
import type { ReportMailFailure } from '../reports/report-mail.js';
import type { ReportName } from '../reports/report-plan.js';
import type { ReportPeriod } from '../reports/report.js';
import type { SupportMailReceiver, UndeliveredReason } from '../support-case/support-mail.js';
import type { Principal } from '../timeline.js';

/** What somebody of the desk has to see to. */
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

/** One variant for each kind of task. */
export type DeskTaskSubject = MailUndelivered | ReportUndelivered;

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
