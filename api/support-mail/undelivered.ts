import type { Store } from '../../db/store.js';
import type { ReceivedMailId, SupportCaseId, SupportMailId } from '../../domain/identifiers.js';
import { cleanHeader } from '../../domain/mail/header-text.js';
import type { UndeliveredReason } from '../../domain/support-case/support-mail.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';
import { createMailTroubleMarking, type MailTroubleMarkingDependencies } from './mail-trouble.js';

export interface UndeliveredReportingDependencies {
  readonly store: {
    readonly supportMails: Pick<Store['supportMails'], 'find' | 'settle'>;
    readonly supportCases: MailTroubleMarkingDependencies['supportCases'];
    readonly deskTasks: Pick<Store['deskTasks'], 'put' | 'isOpenAbout'>;
  };
}

export interface Undelivered {
  readonly why: UndeliveredReason;
  readonly at: Date;
  /** What the mail server has said. */
  readonly diagnostic?: string;
}

/** @see UndeliveredReporting.reportUnknown */
export interface UnknownUndelivered extends Omit<Undelivered, 'why'> {
  /** The report. */
  readonly receivedMailId: ReceivedMailId;
}

export interface UndeliveredReporting {
  /**
   * A mail of ours has not arrived: its case is marked, and the desk gets a task (C5). Repeating it is harmless: a task that is
   * done stays done. A mail that is not known is nobody's trouble.
   */
  report(mailId: SupportMailId, what: Undelivered): Promise<void>;
  /**
   * A mail about a case has come back, and nothing tells which one: the same follows. As long as that is a task of the case, further
   * reports make no further ones.
   */
  reportUnknown(caseId: SupportCaseId, what: UnknownUndelivered): Promise<void>;
}

const mostDiagnostic = 500;

export function createUndeliveredReporting({
  store,
}: UndeliveredReportingDependencies): UndeliveredReporting {
  const marking = createMailTroubleMarking(store);

  return {
    async report(mailId, { why, at, diagnostic }) {
      const mail = await store.supportMails.find(mailId);
      if (mail === undefined) return;
      const { caseId, to } = mail;
      const task = await store.deskTasks.put({
        id: derivedIdentifier('tsk', 'mail-undelivered', mailId),
        createdAt: at,
        about: { kind: 'mail-undelivered', caseId, mailId, to, why, ...said(diagnostic) },
      });
      if (task.done === undefined) {
        await marking.mark(caseId, {
          ...{ since: task.createdAt, why },
          ...(to.is === 'user' ? { userId: to.userId } : {}),
        });
      }
      // At last: a process that dies before leaves the mail as it was, and it is reported again.
      await store.supportMails.settle(mailId, ['pending', 'sent'], why);
    },

    async reportUnknown(caseId, { receivedMailId, at, diagnostic }) {
      const kind = 'unknown-mail-undelivered';
      if (!(await store.deskTasks.isOpenAbout(caseId, [kind]))) {
        const task = await store.deskTasks.put({
          id: derivedIdentifier('tsk', kind, receivedMailId),
          createdAt: at,
          about: { kind, caseId, receivedMailId, ...said(diagnostic) },
        });
        if (task.done !== undefined) return;
      }
      // Also where the task is there already: whoever has put it may have died before the mark.
      await marking.mark(caseId, { since: at, why: 'bounced' });
    },
  };
}

function said(diagnostic = ''): { readonly diagnostic?: string } {
  const line = cleanHeader(diagnostic, mostDiagnostic);
  return line === '' ? {} : { diagnostic: line };
}
