import type { Store } from '../../db/store.js';
import type { ReportMailId } from '../../domain/identifiers.js';
import { cleanHeader } from '../../domain/mail/header-text.js';
import type { ReportMailFailure } from '../../domain/reports/report-mail.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';

export interface UndeliveredReport {
  readonly why: ReportMailFailure;
  readonly at: Date;
  /** What the mail server has said. */
  readonly diagnostic?: string;
}

/**
 * A report of ours has not arrived: the desk gets a task (R3). Repeating it is harmless: it is one task, and stays done when it is
 * done. A mail that is not known is nobody's trouble.
 */
export type ReportUndelivered = (mailId: ReportMailId, what: UndeliveredReport) => Promise<void>;

const mostDiagnostic = 500;

export function createReportUndelivered({
  reportMails,
  deskTasks,
}: {
  readonly reportMails: Pick<Store['reportMails'], 'find' | 'settle'>;
  readonly deskTasks: Pick<Store['deskTasks'], 'put'>;
}): ReportUndelivered {
  return async (mailId, { why, at, diagnostic = '' }) => {
    const mail = await reportMails.find(mailId);
    if (mail === undefined) return;
    const { organisationId, report, period } = mail;
    const said = cleanHeader(withoutAddresses(diagnostic), mostDiagnostic);
    await deskTasks.put({
      id: derivedIdentifier('tsk', 'report-undelivered', mailId),
      createdAt: at,
      about: {
        ...{ kind: 'report-undelivered', organisationId, mailId, report, period, why },
        ...(said === '' ? {} : { diagnostic: said }),
      },
    });
    // At last: a process that dies before leaves the mail as it was, and the task is put again.
    await reportMails.settle(mailId, ['pending', 'sent'], why);
  };
}

/** Who receives reports stands in the plan alone. */
function withoutAddresses(diagnostic: string): string {
  return diagnostic.replace(/[^\s<>]{1,64}@[^\s<>]{1,255}/g, '…');
}
