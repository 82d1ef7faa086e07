import type { CaseHistories } from '../../cases/cases.js';
import type { CallTrace, Store } from '../../db/store.js';
import type { TextTrace } from '../../domain/text-trace.js';
import type { Telephony, TextHandle } from '../../providers/telephony/telephony.js';

/** What stands outside of the database. Repeating any of it does no harm. */
export interface OutsideDeletion {
  /** Those of the workflows that still run: whatever the database says, their cases are in use. */
  running(workflowIds: readonly string[]): Promise<ReadonlySet<string>>;
  removeHistories(workflowIds: readonly string[]): Promise<void>;
  removeCalls(calls: readonly CallTrace[]): Promise<void>;
  removeTexts(texts: readonly TextTrace[]): Promise<void>;
}

/** So many questions are asked of others at a time: they have other work. */
const atOnce = 8;

export function createOutsideDeletion({
  histories,
  telephony,
  textTraces,
}: {
  readonly histories: CaseHistories;
  readonly telephony: Pick<Telephony, 'forgetCall' | 'forgetText' | 'findTexts'>;
  readonly textTraces: Pick<Store['textTraces'], 'knownAmong'>;
}): OutsideDeletion {
  /** The text that a trace without a SID is of; those of other traces are not it. */
  async function find({ account, number, at, soughtBy }: TextTrace): Promise<TextHandle | undefined> {
    if (soughtBy === undefined || number === undefined) return undefined;
    const { ownNumber: from, origin } = soughtBy;
    const found = await telephony.findTexts({ account, from, to: number, origin, orderedAt: at });
    const known = await textTraces.knownAmong(found.map(({ sid }) => sid));
    return found.find(({ sid }) => !known.has(sid));
  }

  async function removeText(trace: TextTrace): Promise<void> {
    const { id: sid, account, soughtBy } = trace;
    const text = soughtBy === undefined ? { sid, account } : await find(trace);
    if (text !== undefined) await telephony.forgetText(text);
  }

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
    removeTexts: (texts) => someAtATime(texts, removeText),
  };
}

async function someAtATime<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += atOnce) {
    await Promise.all(items.slice(from, from + atOnce).map(work));
  }
}
