import type { CaseHistories } from '../../cases/cases.js';
import type { CallTrace } from '../../db/store.js';
import type { Telephony } from '../../providers/telephony/telephony.js';

/** What stands outside of the database. Repeating any of it does no harm. */
export interface OutsideDeletion {
  /** Those of the workflows that still run: whatever the database says, their cases are in use. */
  running(workflowIds: readonly string[]): Promise<ReadonlySet<string>>;
  removeHistories(workflowIds: readonly string[]): Promise<void>;
  removeCalls(calls: readonly CallTrace[]): Promise<void>;
}

/** So many questions are asked of others at a time: they have other work. */
const atOnce = 8;

export function createOutsideDeletion({
  histories,
  telephony,
}: {
  readonly histories: CaseHistories;
  readonly telephony: Pick<Telephony, 'forgetCall'>;
}): OutsideDeletion {
  return {
    async running(workflowIds) {
      const running = new Set<string>();
      await someAtATime(workflowIds, async (workflowId) => {
        if (await histories.isRunning(workflowId)) running.add(workflowId);
      });
      return running;
    },
    removeHistories: (workflowIds) => someAtATime(workflowIds, (each) => histories.remove(each)),
    removeCalls: (calls) => someAtATime(calls, (call) => telephony.forgetCall(call)),
  };
}

async function someAtATime<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += atOnce) {
    await Promise.all(items.slice(from, from + atOnce).map(work));
  }
}
