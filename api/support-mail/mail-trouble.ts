import type { MailTrouble, Store } from '../../db/store.js';
import { kindsOfLostMail } from '../../domain/desk-tasks/desk-task.js';
import type { SupportCaseId } from '../../domain/identifiers.js';

export interface MailTroubleMarkingDependencies {
  readonly supportCases: Pick<
    Store['supportCases'],
    'markMailTrouble' | 'timesMailTroubleMarked' | 'unmarkMailTrouble'
  >;
  readonly deskTasks: Pick<Store['deskTasks'], 'isOpenAbout'>;
}

/** The mark of a case of which a mail has not arrived (C5): it stands there as long as a task about such a mail is open. */
export interface MailTroubleMarking {
  /** To be called when the task is there already: whoever does it at this moment leaves no mark behind. */
  mark(caseId: SupportCaseId, trouble: MailTrouble): Promise<void>;
  /** To be called when a task is done: the mark goes with the last one. */
  unmarkIfDone(caseId: SupportCaseId): Promise<void>;
}

/**
 * A task is put before its mark, and done before the mark goes, and both ask for open tasks behind their own write. A mark goes only
 * if nobody has marked the case again since before that was asked. So whoever comes last leaves the mark as the tasks are.
 */
export function createMailTroubleMarking({
  supportCases,
  deskTasks,
}: MailTroubleMarkingDependencies): MailTroubleMarking {
  async function unmarkIfDone(caseId: SupportCaseId): Promise<void> {
    const times = await supportCases.timesMailTroubleMarked(caseId);
    if (await deskTasks.isOpenAbout(caseId, kindsOfLostMail)) return;
    await supportCases.unmarkMailTrouble(caseId, times);
  }

  return {
    unmarkIfDone,
    async mark(caseId, trouble) {
      await supportCases.markMailTrouble(caseId, trouble);
      await unmarkIfDone(caseId);
    },
  };
}
