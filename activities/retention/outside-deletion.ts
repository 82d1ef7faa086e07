import type { CaseHistories } from '../../cases/cases.js';
import type { OutsideTrace } from '../../db/store.js';
import type { Telephony } from '../../providers/telephony/telephony.js';

/** What stands outside of the database. Repeating any of it does no harm. */
export interface OutsideDeletion {
  /** Whether one of the workflows still runs: whatever the database says, it is in use. */
  anyRuns(traces: readonly OutsideTrace[]): Promise<boolean>;
  remove(traces: readonly OutsideTrace[]): Promise<void>;
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
    async anyRuns(traces) {
      let runs = false;
      await someAtATime(traces, async (trace) => {
        if (trace.kind === 'workflow' && (await histories.isRunning(trace.workflowId))) runs = true;
      });
      return runs;
    },

    remove: (traces) =>
      someAtATime(traces, (trace) =>
        trace.kind === 'workflow' ? histories.remove(trace.workflowId) : telephony.forgetCall(trace),
      ),
  };
}

async function someAtATime<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += atOnce) {
    await Promise.all(items.slice(from, from + atOnce).map(work));
  }
}
