import { trusted } from 'mongoose';
import { personsIn } from '../../domain/audit/personal-values.js';
import type { CallReference } from '../../domain/incident/conference.js';
import type { RetainedItem } from '../../domain/retention/legal-hold.js';
import type { TextTrace } from '../../domain/text-trace.js';
import { entryKey, entryKeysOf } from '../entry-keys.js';
import { byKeys, deleteByKeys } from '../key-parts.js';
import type { CaseDocument } from '../models/case.js';
import type { Models } from '../models/models.js';
import type { TimelineEntryDocument } from '../models/timeline-entry.js';
import { closeQuestionsOf } from '../texted-questions.js';
import { batchesOf } from './batches.js';
import { namedElsewhere, naming, untakenWords, workflowIdOf } from './case-parts.js';
import { createFinalDocuments } from './final-documents.js';
import { textsOf } from './retained-texts.js';
import type { CallTrace, RetentionClass } from './retention-class.js';

type RetainedKind = CaseDocument['case'];

type CaseModels = Pick<
  Models,
  'cases' | 'timelineEntries' | 'intakes' | 'calls' | 'textedNumbers' | 'textTraces'
>;

const retainedFields = {
  case: 1,
  organisationId: 1,
  travellerId: 1,
  state: 1,
  open: 1,
  openedAt: 1,
  'view.closedAt': 1,
  'view.answeredAt': 1,
  'view.callerCalls': 1,
  'view.conferenceCalls': 1,
  highestSequence: 1,
  unaudited: 1,
} as const;
type RetainedCase = Pick<
  CaseDocument,
  | '_id'
  | 'case'
  | 'organisationId'
  | 'travellerId'
  | 'state'
  | 'open'
  | 'openedAt'
  | 'highestSequence'
  | 'unaudited'
> & {
  readonly view?: {
    readonly closedAt?: number;
    readonly answeredAt?: number;
    readonly callerCalls?: readonly CallReference[];
    /** Absent also where the case was stored before all of them were. */
    readonly conferenceCalls?: readonly CallReference[];
  };
};

/** How cases of a kind end for good: from there on nothing happens in them any more. */
const finalStates: Readonly<Record<RetainedKind, readonly CaseDocument['state'][]>> = {
  incident: ['archived'],
  'status-call': ['answered', 'unreached'],
};

/** Nothing happens any more, and what people did stands in the audit trail. */
function isFinished(kind: RetainedKind) {
  return {
    case: kind,
    open: false,
    state: trusted({ $in: [...finalStates[kind]] }),
    unaudited: trusted({ $exists: false }),
  };
}

/**
 * Cases of one kind, with their timelines, words, calls, texts and questions by text; that a number wants no texts is remembered.
 * An incident's period begins when it was closed, and not before it can be reopened no more; that of a status call when the last
 * thing happened in it.
 */
export function retainedCases(kind: RetainedKind, models: CaseModels): RetentionClass {
  const { cases, timelineEntries, intakes, calls, textedNumbers, textTraces } = models;
  const dataClass = kind === 'incident' ? 'incidents' : 'status-calls';
  const judged = createFinalDocuments<RetainedCase>();

  async function found(ids: readonly string[]): Promise<readonly RetainedCase[]> {
    const documents: RetainedCase[] = [];
    await byKeys(ids, async (_id) => {
      documents.push(...(await cases.find({ _id, case: kind }, retainedFields).lean<RetainedCase[]>()));
    });
    return documents;
  }

  /** Nothing happens any more in those that are remembered, and their deletion asks for it once more. */
  async function foundToDelete(ids: readonly string[]): Promise<readonly RetainedCase[]> {
    const known = judged.take(ids);
    if (known.length === ids.length) return known;
    const knownIds = new Set(known.map(({ _id }) => _id));
    return [...known, ...(await found(ids.filter((id) => !knownIds.has(id))))];
  }

  async function entriesIn<Entry>(
    of: readonly RetainedCase[],
    wanted: object,
    fields: Readonly<Record<string, 1>>,
  ): Promise<readonly Entry[]> {
    const entries: Entry[] = [];
    await byKeys(of.flatMap(entryKeysOf), async (_id) => {
      entries.push(...(await timelineEntries.find({ _id, ...wanted }, fields).lean<Entry[]>()));
    });
    return entries;
  }

  /** When the last thing happened, of cases that do not say when they ended. */
  async function lastMoments(of: readonly RetainedCase[]): Promise<ReadonlyMap<string, number>> {
    const keys = of.map(({ _id, highestSequence }) => entryKey(_id, highestSequence));
    const last = await timelineEntries
      .find({ _id: trusted({ $in: keys }) }, { caseId: 1, at: 1 })
      .lean<Pick<TimelineEntryDocument, 'caseId' | 'at'>[]>();
    return new Map(last.map(({ caseId, at }) => [caseId, at]));
  }

  async function namedIn(of: readonly RetainedCase[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const named = new Map<string, readonly string[]>();
    const entries = await entriesIn<Pick<TimelineEntryDocument, 'caseId' | 'event'>>(
      of,
      {},
      { caseId: 1, event: 1 },
    );
    for (const { caseId, event } of entries) {
      named.set(caseId, [...new Set([...(named.get(caseId) ?? []), ...personsIn(event)])]);
    }
    return named;
  }

  /** What the timelines name that stands elsewhere in the database. */
  async function namedParts(of: readonly RetainedCase[]) {
    const entries = await entriesIn<Pick<TimelineEntryDocument, 'caseId' | 'event'>>(
      of,
      { 'event.type': trusted({ $in: [...naming] }) },
      { caseId: 1, event: 1 },
    );
    return namedElsewhere(entries);
  }

  async function textsAbout(of: readonly RetainedCase[]): Promise<readonly TextTrace[]> {
    const texts: TextTrace[] = [];
    await byKeys(
      of.map(({ _id }) => _id),
      async (caseId) => texts.push(...(await textsOf(textTraces, { caseId }))),
    );
    return texts;
  }

  return {
    dataClass,
    collections: ['calls', 'text_traces', 'texted_numbers', 'timeline_entries', 'intakes', 'cases'],

    begunBefore: (organisationId, moment, batchSize) =>
      batchesOf(
        cases.find({ organisationId, case: kind, openedAt: trusted({ $lt: moment }) }, { _id: 1 }),
        batchSize,
      ),

    async read(ids, { named }) {
      const documents = await found(ids);
      judged.remember(ids, documents.filter(isOver));
      const [moments, people] = await Promise.all([
        kind === 'status-call' ? lastMoments(documents) : new Map<string, number>(),
        named ? namedIn(documents) : new Map<string, readonly string[]>(),
      ]);
      return documents.map((document): RetainedItem => {
        const endOfUse = endOf(document, moments.get(document._id));
        const traveller = document.travellerId === undefined ? [] : [document.travellerId];
        return {
          id: document._id,
          dataClass,
          begunAt: document.openedAt.getTime(),
          ...(endOfUse === undefined ? {} : { endOfUse }),
          persons: [...new Set([...traveller, ...(people.get(document._id) ?? [])])],
        };
      });
    },

    workflowOf: workflowIdOf,

    async prepare(ids) {
      const documents = await foundToDelete(ids);
      const [{ attempts, texts }, exchanged, unclaimed, untaken] = await Promise.all([
        namedParts(documents),
        textsAbout(documents),
        unclaimedAmong(documents.flatMap(callsInConference)),
        untakenWords(intakes, ids),
      ]);
      const placed: CallTrace[] = [];
      await byKeys(attempts, async (attempt) => {
        for (const { _id: sid, account } of await calls.find({ attempt }).lean()) {
          placed.push({ account, sid });
        }
      });
      return {
        calls: [...placed, ...unclaimed],
        texts: exchanged,
        erase: () =>
          erase(documents, {
            attempts,
            texts: [...new Set([...texts, ...untaken.keys()])],
            // One that is kept from now on was not deleted outside: it goes later, as a text of no case.
            traces: exchanged.map(({ id }) => id),
          }),
      };
    },
  };

  /**
   * Calls that came in, or were put through. One that an attempt has claimed goes with the case of that attempt, which may be
   * another one and be kept: a call that asks for two cases can join the conference of either.
   */
  async function unclaimedAmong(traces: readonly CallTrace[]): Promise<readonly CallTrace[]> {
    const claimed = new Set<string>();
    await byKeys([...new Set(traces.map(({ sid }) => sid))], async (_id) => {
      for (const { _id: sid } of await calls.find({ _id }, { _id: 1 }).lean()) claimed.add(sid);
    });
    return traces.filter(({ sid }) => !claimed.has(sid));
  }

  async function erase(
    documents: readonly RetainedCase[],
    {
      attempts,
      texts,
      traces,
    }: {
      readonly attempts: readonly string[];
      readonly texts: readonly string[];
      readonly traces: readonly string[];
    },
  ): Promise<readonly string[]> {
    const gone = documents.map(({ _id }) => _id);
    if (gone.length === 0) return [];
    await Promise.all([
      deleteByKeys(calls, attempts, (attempt) => ({ attempt })),
      deleteByKeys(textTraces, traces, (_id) => ({ _id })),
      closeQuestionsOf(textedNumbers, gone),
      deleteByKeys(intakes, [...texts, ...gone], (_id) => ({ _id })),
    ]);
    // They name what went before them: whoever has to go on here after a failure still finds it by what is left.
    await deleteByKeys(timelineEntries, documents.flatMap(entryKeysOf), (_id) => ({ _id }));
    const count = await deleteByKeys(cases, gone, (_id) => ({ _id, ...isFinished(kind) }));
    return count === gone.length ? [] : (await found(gone)).map(({ _id }) => _id);
  }

  /** As a document, what isFinished() asks the database for. */
  function isOver({ open, state, unaudited }: RetainedCase): boolean {
    return !open && finalStates[kind].includes(state) && unaudited === undefined;
  }

  function endOf(document: RetainedCase, lastMoment: number | undefined): number | undefined {
    const { view, openedAt } = document;
    if (!isOver(document)) return undefined;
    if (kind === 'incident') return view?.closedAt;
    return Math.max(openedAt.getTime(), view?.answeredAt ?? 0, lastMoment ?? 0);
  }
}

function callsInConference({ view }: RetainedCase): readonly CallTrace[] {
  const known = view?.conferenceCalls ?? view?.callerCalls ?? [];
  return known.map(({ callSid: sid, account }) => ({ account, sid }));
}
