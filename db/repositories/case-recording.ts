import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { CaseRecord, CaseView } from '../../domain/case-record.js';
import { isDuplicateKey } from '../deadline.js';
import type { CaseDocument } from '../models/case.js';
import type { RecordingTask } from '../case-store.js';
import { allMarksFor, marksFor, tellAgain } from './case-marks.js';
import { runOf, type Progress, type Run } from './entry-windows.js';
import type { StoreSealedTexts } from './sealed-texts.js';
import type { Timeline } from './timeline.js';

const progressOnly = { timelineThrough: 1, highestSequence: 1 } as const;

function isOpen(view: CaseView): boolean {
  return view.case === 'incident' ? view.state === 'open' : view.state === 'asking';
}

/** Orders never disappear, so the column is never to be taken away. */
function lastOrderIn(view: CaseView): { readonly lastOrderedAt?: Date } {
  const orders = view.case === 'incident' ? (view.orders ?? []) : [];
  if (orders.length === 0) return {};
  return { lastOrderedAt: new Date(Math.max(...orders.map(({ orderedAt }) => orderedAt))) };
}

/** The view with the columns that lists and the auditor ask for. */
function viewUpdate(view: CaseView, revision: number) {
  const columns = {
    case: view.case,
    organisationId: view.organisationId,
    ...(view.travellerId === undefined ? {} : { travellerId: view.travellerId }),
    state: view.state,
    open: isOpen(view),
    openedAt: new Date(view.openedAt),
    ...lastOrderIn(view),
    revision,
    view,
  };
  return view.nextActionAt === undefined
    ? { $set: columns, $unset: { nextActionAt: 1 as const } }
    : { $set: { ...columns, nextActionAt: new Date(view.nextActionAt) } };
}

/** What a task that is done has brought will never be told otherwise. */
function settledBy(task: RecordingTask, through: number | undefined) {
  return task === 'under-way' || through === undefined ? {} : { settledThrough: through };
}

/** A record with all that was told ends the timeline there, whatever a task that was lost had stored behind. */
function withProgress<Columns extends object>(
  columns: Columns,
  { end, highest }: Run,
  { toldThrough }: CaseRecord,
  task: RecordingTask,
) {
  const settled = settledBy(task, end);
  return end === toldThrough
    ? { $set: { ...columns, timelineThrough: end, highestSequence: end }, ...raising(settled) }
    : { $set: columns, ...raising({ timelineThrough: end, highestSequence: highest, ...settled }) };
}

/** The same of a record without entries: all that was told is stored. */
function withEnd({ toldThrough }: CaseRecord, task: RecordingTask) {
  return toldThrough === undefined
    ? { $setOnInsert: { timelineThrough: 0, highestSequence: 0 } }
    : {
        $min: { timelineThrough: toldThrough, highestSequence: toldThrough },
        ...raising(settledBy(task, toldThrough)),
      };
}

function raising(fields: Readonly<Record<string, number>>) {
  return Object.keys(fields).length === 0 ? {} : { $max: fields };
}

/**
 * A gap before a record that tells all is none that closes: whatever stands before its entries was known to be stored, and
 * is lost since, e.g. with a backup that was restored. The timeline goes on behind it.
 */
function beyondGap({ end, highest }: Run, { toldThrough }: CaseRecord) {
  return toldThrough === undefined
    ? { highestSequence: highest }
    : { timelineThrough: end, highestSequence: highest };
}

/** Of what a record has not brought it says nothing: what stands there may be of a task that was lost. */
function mostToConfirm({ entries, toldThrough }: CaseRecord, refusedFrom: number | undefined): number {
  if (refusedFrom !== undefined) return refusedFrom - 1;
  if (toldThrough === undefined) return Number.POSITIVE_INFINITY;
  return entries.at(-1)?.sequence ?? toldThrough;
}

/**
 * Writes records of cases. A record is written entries first, so `timelineThrough` never tells of an entry that is not
 * stored; it rises only over a run without a gap, in whatever order records arrive.
 */
export function createCaseRecording(
  cases: Model<CaseDocument>,
  timeline: Timeline,
  storeSealedTexts: StoreSealedTexts,
): (record: CaseRecord, task: RecordingTask) => Promise<{ readonly recordedThrough: number }> {
  /**
   * The usual case in one write: the view is newer and the entries follow what is stored. Undefined when either is not
   * so; nothing is written then.
   */
  async function advance(
    record: CaseRecord,
    run: Run | undefined,
    task: RecordingTask,
  ): Promise<Progress | undefined> {
    const { view, revision, toldThrough } = record;
    const { $set: seen, ...rest } = viewUpdate(view, revision);
    const reached = run
      ? withProgress({ ...seen, ...marksFor(record) }, run, record, task)
      : { $set: seen, ...withEnd(record, task) };
    try {
      const written = await cases
        .findOneAndUpdate(
          {
            _id: view.id,
            revision: trusted({ $lte: revision }),
            timelineThrough: trusted({ $gte: run ? run.first - 1 : 0 }),
          },
          { ...rest, ...reached },
          {
            upsert: (run?.first ?? (toldThrough ?? 0) + 1) === 1,
            returnDocument: 'after',
            projection: progressOnly,
          },
        )
        .lean<Progress>();
      return written ?? undefined;
    } catch (error) {
      if (isDuplicateKey(error)) return undefined;
      throw error;
    }
  }

  /** Writes the view if it is newer; a duplicate key says that a newer one is stored, which is fine. */
  async function writeView({ view, revision }: CaseRecord): Promise<void> {
    try {
      await cases.updateOne(
        { _id: view.id, revision: trusted({ $lte: revision }) },
        { ...viewUpdate(view, revision), $setOnInsert: { timelineThrough: 0, highestSequence: 0 } },
        { upsert: true },
      );
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** Raises the timeline's progress; entries behind a gap count only towards the highest sequence. */
  async function raise(
    record: CaseRecord,
    run: Run | undefined,
    task: RecordingTask,
  ): Promise<Progress | null> {
    const { id: caseId } = record.view;
    if (!run) return cases.findOne({ _id: caseId }, progressOnly).lean<Progress>();
    const options = { returnDocument: 'after', projection: progressOnly } as const;
    return (
      (await cases
        .findOneAndUpdate(
          { _id: caseId, timelineThrough: trusted({ $gte: run.first - 1 }) },
          {
            $max: {
              timelineThrough: run.end,
              highestSequence: run.highest,
              ...settledBy(task, run.end),
            },
            $set: marksFor(record),
          },
          options,
        )
        .lean<Progress>()) ??
      (await cases
        .findOneAndUpdate({ _id: caseId }, { $max: beyondGap(run, record) }, options)
        .lean<Progress>())
    );
  }

  /** Goes on over entries that a later record had stored before this one closed the gap. */
  async function closeGap(view: CaseView, progress: Progress): Promise<number> {
    const { id: caseId } = view;
    if (progress.highestSequence <= progress.timelineThrough) return progress.timelineThrough;
    const through = await timeline.contiguousThrough(caseId, progress);
    if (through > progress.timelineThrough) {
      // Unless a younger record has ended the timeline elsewhere meanwhile.
      await cases.updateOne(
        { _id: caseId, highestSequence: progress.highestSequence },
        { $max: { timelineThrough: through }, $set: allMarksFor(view) },
      );
    }
    return through;
  }

  return async (record, task) => {
    const { view, sealedTexts } = record;
    const [{ replaced, refusedFrom }] = await Promise.all([
      timeline.store(record),
      storeSealedTexts(view, sealedTexts),
    ]);
    if (replaced.length > 0) {
      await tellAgain(cases, view, Math.min(...replaced));
      await timeline.settleReplaced(view.id, replaced);
    }
    const run = runOf(record.entries.filter(({ sequence }) => sequence < (refusedFrom ?? Infinity)));
    let progress: Progress | null | undefined = await advance(record, run, task);
    if (!progress) {
      await writeView(record);
      progress = await raise(record, run, task);
    }
    const stored = progress ? await closeGap(view, progress) : 0;
    return { recordedThrough: Math.min(stored, mostToConfirm(record, refusedFrom)) };
  };
}
