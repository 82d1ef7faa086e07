import type { ReportMailId } from '../domain/identifiers.js';
import type { ReportMail, ReportMailFailure } from '../domain/reports/report-mail.js';

/** `dropped`: nobody wants it any more. */
export type ReportMailEnd = 'sent' | ReportMailFailure | 'dropped';

/** Reports that are sent by mail: an outbox, as that of support cases (ADR 24). */
export interface ReportMailRepository {
  /** Which of these stand there, whatever became of them. */
  knownAmong(ids: readonly ReportMailId[]): Promise<ReadonlySet<ReportMailId>>;
  /** It will be sent. The same one twice is sent once. */
  put(mail: ReportMail): Promise<void>;
  /** Mails that are to be sent and that nobody is sending, the oldest first. */
  waiting(now: Date, limit: number): Promise<readonly ReportMailId[]>;
  /** The mail is the caller's until the moment; undefined when it is settled, or somebody else's. */
  claim(id: ReportMailId, now: Date, until: Date): Promise<ReportMail | undefined>;
  /** It could not be sent now: nobody tries before the moment. */
  putOff(id: ReportMailId, until: Date): Promise<void>;
  find(id: ReportMailId): Promise<ReportMail | undefined>;
  /** Where it stands as one of `from`; else nothing is changed. */
  settle(id: ReportMailId, from: readonly ('pending' | 'sent')[], end: ReportMailEnd): Promise<void>;
}
