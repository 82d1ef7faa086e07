import pMap from 'p-map';
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
const atOnce = { concurrency: 8 } as const;

export function createOutsideDeletion({
  histories,
  telephony,
  textTraces,
  tellLeft,
}: {
  readonly histories: CaseHistories;
  readonly telephony: Pick<Telephony, 'forgetCall' | 'forgetText' | 'findTexts' | 'isGivenUp'>;
  readonly textTraces: Pick<Store['textTraces'], 'knownAmong'>;
  /** Told how many calls and texts stand at accounts that were given up, and are left to the provider. */
  readonly tellLeft: (left: number) => void;
}): OutsideDeletion {
  /** The text that a trace without a SID is of; those of other traces are not it. */
  async function find({ account, number, at, soughtBy }: TextTrace): Promise<TextHandle | undefined> {
    if (soughtBy === undefined || number === undefined) return undefined;
    const { ownNumber: from, origin } = soughtBy;
    const found = await telephony.findTexts({ account, from, to: number, origin, orderedAt: at });
    const known = await textTraces.knownAmong(found.map(({ sid }) => sid));
    return found.find(({ sid }) => !known.has(sid));
  }

  /** What still can be removed; the rest is told. */
  function withinReach<Trace extends { readonly account: string }>(
    traces: readonly Trace[],
  ): readonly Trace[] {
    const reached = traces.filter(({ account }) => !telephony.isGivenUp(account));
    if (reached.length < traces.length) tellLeft(traces.length - reached.length);
    return reached;
  }

  async function removeText(trace: TextTrace): Promise<void> {
    const { id: sid, account, soughtBy } = trace;
    const text = soughtBy === undefined ? { sid, account } : await find(trace);
    if (text !== undefined) await telephony.forgetText(text);
  }

  return {
    async running(workflowIds) {
      const running = new Set<string>();
      await pMap(
        workflowIds,
        async (workflowId) => {
          if (await histories.isRunning(workflowId)) running.add(workflowId);
        },
        atOnce,
      );
      return running;
    },
    async removeHistories(workflowIds) {
      await pMap(workflowIds, (each) => histories.remove(each), atOnce);
    },
    async removeCalls(calls) {
      await pMap(withinReach(calls), (call) => telephony.forgetCall(call), atOnce);
    },
    async removeTexts(texts) {
      await pMap(withinReach(texts), removeText, atOnce);
    },
  };
}
