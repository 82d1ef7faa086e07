import { trusted } from 'mongoose';
import type { RecordReceipt } from '../../domain/case-record.js';
import type { AccountId, SupportCaseId, SupportMessageId } from '../../domain/identifiers.js';
import type { SupportCaseView } from '../../domain/support-case/support-case-view.js';
import type {
  AnswerColumn,
  SupportCaseDocument,
  SupportMessageDocument,
  SupportModels,
} from '../models/support.js';
import type { SupportRecord } from '../support-store.js';
import { runOf, type Progress, type Run } from './entry-windows.js';
import { beginMailing, unmailed } from './support-case-marks.js';
import type { SupportEntries } from './support-entries.js';
import {
  identifiersOfMessage,
  mostSearchTokens,
  mostTokensWithIdentifiers,
  tokensOfMessage,
} from './support-search.js';

const progressOnly = { timelineThrough: 1, highestSequence: 1, mailedThrough: 1 } as const;

/** How far the entries of a case are stored, and told of by mail. */
type Recorded = Progress & Pick<SupportCaseDocument, 'mailedThrough'>;

/** What of the promised answer lists are narrowed and sorted by. */
function answerColumns({ answer }: SupportCaseView): {
  readonly answer: AnswerColumn;
  /** Epoch milliseconds. */
  readonly dueAt?: number;
} {
  switch (answer.is) {
    case 'due':
      return { answer: answer.isSoon === true ? 'due-soon' : 'due', dueAt: answer.dueAt };
    case 'overdue':
      return { answer: 'overdue', dueAt: answer.since };
    case 'paused':
    case 'given':
      return { answer: answer.is };
  }
}

/** The view with the columns that lists and the auditor ask for. */
function viewUpdate({ view, revision, course }: SupportRecord, run: Run | undefined) {
  const { state, assignee, nextActionAt } = view;
  const { answer, dueAt } = answerColumns(view);
  const gone = {
    ...(assignee === undefined ? { assignee: 1 as const } : {}),
    ...(dueAt === undefined ? { dueAt: 1 as const } : {}),
    ...(nextActionAt === undefined ? { nextActionAt: 1 as const } : {}),
  };
  return {
    $set: {
      state,
      open: state !== 'closed',
      ...(assignee === undefined ? {} : { assignee }),
      answer,
      ...(dueAt === undefined ? {} : { dueAt: new Date(dueAt) }),
      ...(nextActionAt === undefined ? {} : { nextActionAt: new Date(nextActionAt) }),
      revision,
      view,
      ...(course === undefined ? {} : { course }),
      ...(run === undefined ? {} : unmailed),
    },
    ...(Object.keys(gone).length === 0 ? {} : { $unset: gone }),
  };
}

export interface SupportRecording {
  record(record: SupportRecord): Promise<RecordReceipt>;
  /** A case tells who asks further questions about it (C7). */
  noteFollowUp(of: SupportCaseId, accountId: AccountId, followUp: SupportCaseId): Promise<void>;
}

/**
 * The projection write of a support case: entries, then the messages that they name, then the view, so that nothing is told of what
 * is not stored. Late and repeated records are harmless; `timelineThrough` rises only over a run without a gap.
 */
export function createSupportRecording(
  { cases, messages }: Pick<SupportModels, 'cases' | 'messages'>,
  entries: SupportEntries,
): SupportRecording {
  /** The usual case in one write: the view is newer, and the entries follow what is stored. */
  async function advance(record: SupportRecord, run: Run | undefined): Promise<Recorded | null> {
    const { view, revision } = record;
    return cases
      .findOneAndUpdate(
        {
          _id: view.id,
          revision: trusted({ $lt: revision }),
          timelineThrough: trusted({ $gte: run ? run.first - 1 : 0 }),
        },
        {
          ...viewUpdate(record, run),
          ...(run ? { $max: { timelineThrough: run.end, highestSequence: run.highest } } : {}),
        },
        { returnDocument: 'after', projection: progressOnly },
      )
      .lean<Recorded>();
  }

  async function catchUp(record: SupportRecord, run: Run | undefined): Promise<Recorded> {
    const { view, revision } = record;
    await cases.updateOne({ _id: view.id, revision: trusted({ $lt: revision }) }, viewUpdate(record, run));
    const options = { returnDocument: 'after', projection: progressOnly } as const;
    const progress =
      run === undefined
        ? await cases.findOne({ _id: view.id }, progressOnly).lean<Recorded>()
        : await cases
            .findOneAndUpdate({ _id: view.id }, { $max: { highestSequence: run.highest } }, options)
            .lean<Recorded>();
    if (!progress) throw new Error('The support case that is recorded was never stored.');
    const through = await entries.contiguousThrough(view.id, progress);
    if (through > progress.timelineThrough) {
      await cases.updateOne({ _id: view.id }, { $max: { timelineThrough: through }, $set: unmailed });
    }
    return { ...progress, timelineThrough: through };
  }

  /** Which entry has brought a message; the first one counts, should the case have taken it twice. */
  async function accept({ view, entries: told }: SupportRecord): Promise<void> {
    const writes = told.flatMap(({ sequence, event }) =>
      event.type === 'message-added'
        ? [
            {
              updateOne: {
                filter: { _id: event.messageId, caseId: view.id, sequence: trusted({ $exists: false }) },
                update: { $set: { sequence } },
              },
            },
          ]
        : [],
    );
    if (writes.length > 0) await messages.bulkWrite(writes, { ordered: false, throwOnValidationError: true });
  }

  async function makeFindable({ view, entries: told }: SupportRecord): Promise<void> {
    const added = told.flatMap(({ event }) => (event.type === 'message-added' ? [event.messageId] : []));
    if (added.length === 0) return;
    const texts = await textsOf(added);
    const tokens = new Set(texts.flatMap((text) => tokensOfMessage({ text })));
    if (tokens.size === 0) return;
    const isWhole = await addTokens(view.id, [...tokens], mostSearchTokens);
    if (isWhole) return;
    const identifiers = new Set(texts.flatMap((text) => identifiersOfMessage({ text })));
    await addTokens(view.id, [...identifiers], mostTokensWithIdentifiers);
  }

  /** To a case that has no more than so many. @returns whether it has all of them now. */
  async function addTokens(id: SupportCaseId, tokens: readonly string[], most: number): Promise<boolean> {
    const { matchedCount } = await cases.updateOne(
      { _id: id, [`searchTokens.${most}`]: trusted({ $exists: false }) },
      { $addToSet: { searchTokens: { $each: tokens.slice(0, most) } } },
    );
    return matchedCount > 0 && tokens.length <= most;
  }

  async function textsOf(ids: readonly SupportMessageId[]): Promise<readonly string[]> {
    const found = await messages
      .find({ _id: trusted({ $in: [...ids] }) }, { text: 1 })
      .lean<Pick<SupportMessageDocument, 'text'>[]>();
    return found.map(({ text }) => text);
  }

  async function noteFollowUp(
    of: SupportCaseId,
    accountId: AccountId,
    followUp: SupportCaseId,
  ): Promise<void> {
    await cases.updateOne({ _id: of, accountId }, { $addToSet: { followUps: followUp } });
  }

  return {
    noteFollowUp,

    async record(record) {
      const { view, entries: told } = record;
      await entries.store(view, told);
      await accept(record);
      const run = runOf(told);
      const { timelineThrough, mailedThrough } = (await advance(record, run)) ?? (await catchUp(record, run));
      if (mailedThrough === undefined && run !== undefined) await beginMailing(cases, view.id, run.first - 1);
      await makeFindable(record);
      for (const { event } of told) {
        if (event.type === 'opened' && event.followUpOf !== undefined) {
          await noteFollowUp(event.followUpOf, view.accountId, view.id);
        }
      }
      return { recordedThrough: timelineThrough };
    },
  };
}
