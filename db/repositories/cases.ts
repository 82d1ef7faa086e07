import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { CaseRecord, CaseView, IncidentView, StatusCallView } from '../../domain/case-record.js';
import type { IncidentId, OrganisationId, TravellerId } from '../../domain/identifiers.js';
import type { CallerCall } from '../../domain/incident/conference.js';
import type { Scope } from '../../domain/scope.js';
import { mayTouch } from '../../domain/scope.js';
import { behind, order, toPage } from '../cursor.js';
import type { Within } from '../deadline.js';
import { isDuplicateKey } from '../deadline.js';
import type { CaseDocument } from '../models/case.js';
import { ownedBy } from '../scope-filter.js';
import type { CaseRepository, Page, PageRequest } from '../store.js';
import { allMarksFor, createCaseMarks, marksFor } from './case-marks.js';
import type { StoreSealedTexts } from './sealed-texts.js';
import { runOf, type Progress, type Run } from './entry-windows.js';
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

/** Which cases a list shows; what is undefined does not matter. */
interface Listed<View extends CaseView> {
  readonly case: View['case'];
  readonly organisationId?: OrganisationId | undefined;
  readonly travellerId?: TravellerId | undefined;
  readonly state?: View['state'] | undefined;
}

/**
 * The read model. A record is written entries first, so `timelineThrough` never tells of an entry that is not stored; it
 * rises only over a run without a gap, in whatever order records arrive.
 */
export function createCaseRepository(
  cases: Model<CaseDocument>,
  timeline: Timeline,
  storeSealedTexts: StoreSealedTexts,
  within: Within,
): CaseRepository {
  /**
   * The usual case in one write: the view is newer and the entries follow what is stored. Undefined when either is not
   * so; nothing is written then.
   */
  async function advance(record: CaseRecord, run: Run | undefined): Promise<Progress | undefined> {
    const { view, revision } = record;
    const { $set: seen, ...rest } = viewUpdate(view, revision);
    const reached = run
      ? {
          $set: { ...seen, ...marksFor(record) },
          $max: { timelineThrough: run.end, highestSequence: run.highest },
        }
      : { $set: seen, $setOnInsert: { timelineThrough: 0, highestSequence: 0 } };
    try {
      const written = await cases
        .findOneAndUpdate(
          {
            _id: view.id,
            revision: trusted({ $lt: revision }),
            timelineThrough: trusted({ $gte: run ? run.first - 1 : 0 }),
          },
          { ...rest, ...reached },
          { upsert: run === undefined || run.first === 1, returnDocument: 'after', projection: progressOnly },
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
        { _id: view.id, revision: trusted({ $lt: revision }) },
        { ...viewUpdate(view, revision), $setOnInsert: { timelineThrough: 0, highestSequence: 0 } },
        { upsert: true },
      );
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** Raises the timeline's progress; entries behind a gap count only towards the highest sequence. */
  async function raise(record: CaseRecord, run: Run | undefined): Promise<Progress | null> {
    const { id: caseId } = record.view;
    if (!run) return cases.findOne({ _id: caseId }, progressOnly).lean<Progress>();
    const options = { returnDocument: 'after', projection: progressOnly } as const;
    return (
      (await cases
        .findOneAndUpdate(
          { _id: caseId, timelineThrough: trusted({ $gte: run.first - 1 }) },
          { $max: { timelineThrough: run.end, highestSequence: run.highest }, $set: marksFor(record) },
          options,
        )
        .lean<Progress>()) ??
      (await cases
        .findOneAndUpdate({ _id: caseId }, { $max: { highestSequence: run.highest } }, options)
        .lean<Progress>())
    );
  }

  /** Goes on over entries that a later record had stored before this one closed the gap. */
  async function closeGap(view: CaseView, progress: Progress): Promise<number> {
    const { id: caseId } = view;
    if (progress.highestSequence <= progress.timelineThrough) return progress.timelineThrough;
    const through = await timeline.contiguousThrough(caseId, progress);
    if (through > progress.timelineThrough) {
      await cases.updateOne({ _id: caseId }, { $max: { timelineThrough: through }, $set: allMarksFor(view) });
    }
    return through;
  }

  function list<View extends CaseView>(
    scope: Scope,
    { case: kind, organisationId, travellerId, state }: Listed<View>,
    page: PageRequest,
  ): Promise<Page<View>> {
    return within('other', async (maxTimeMS) => {
      const wanted = {
        case: kind,
        ...(organisationId && { organisationId }),
        ...(travellerId && { travellerId }),
        ...(state && { state }),
      };
      const documents = await cases
        .find(
          { $and: [wanted, ownedBy(scope), behind('openedAt', 'newest-first', page.cursor)] },
          { view: 1, openedAt: 1 },
          { maxTimeMS },
        )
        .sort(order('openedAt', 'newest-first'))
        .limit(page.limit + 1)
        .lean<{ _id: string; openedAt: Date; view: View }[]>();
      return toPage(
        documents,
        page,
        ({ openedAt }) => openedAt,
        ({ view }) => view,
      );
    });
  }

  /** Incidents of an organisation, those that were opened first, first. */
  function billed(
    scope: Scope,
    organisationId: OrganisationId,
    when: Readonly<Record<string, unknown>>,
    page: PageRequest,
  ): Promise<Page<IncidentView>> {
    return within('other', async (maxTimeMS) => {
      const documents = await cases
        .find(
          {
            $and: [
              { case: 'incident', organisationId, ...when },
              ownedBy(scope),
              behind('openedAt', 'oldest-first', page.cursor),
            ],
          },
          { view: 1, openedAt: 1 },
          { maxTimeMS },
        )
        .sort(order('openedAt', 'oldest-first'))
        .limit(page.limit + 1)
        .lean<{ _id: string; openedAt: Date; view: IncidentView }[]>();
      return toPage(
        documents,
        page,
        ({ openedAt }) => openedAt,
        ({ view }) => view,
      );
    });
  }

  return {
    record: (record) =>
      within('other', async () => {
        const { view, entries, sealedTexts } = record;
        await Promise.all([timeline.store(view, entries), storeSealedTexts(view, sealedTexts)]);
        const run = runOf(record.entries);
        let progress: Progress | null | undefined = await advance(record, run);
        if (!progress) {
          await writeView(record);
          progress = await raise(record, run);
        }
        return { recordedThrough: progress ? await closeGap(view, progress) : 0 };
      }),

    recordedThrough: (caseId) =>
      within('dial', async (maxTimeMS) => {
        const progress = await cases.findOne({ _id: caseId }, progressOnly, { maxTimeMS }).lean<Progress>();
        return progress?.timelineThrough ?? 0;
      }),

    incident: (scope, id) =>
      within('other', async (maxTimeMS) => {
        const found = await cases
          .findOne({ _id: id, case: 'incident', ...ownedBy(scope) }, { view: 1 }, { maxTimeMS })
          .lean<{ view: IncidentView }>();
        return found?.view;
      }),

    statusCall: (scope, id) =>
      within('other', async (maxTimeMS) => {
        const found = await cases
          .findOne({ _id: id, case: 'status-call', ...ownedBy(scope) }, { view: 1 }, { maxTimeMS })
          .lean<{ view: StatusCallView }>();
        return found?.view;
      }),

    silentIncidents: (scope) =>
      within('dial', async (maxTimeMS) => {
        const found = await cases
          .find({ open: true, 'view.silent': true, ...ownedBy(scope) }, { view: 1 }, { maxTimeMS })
          .lean<{ view: IncidentView }[]>();
        return found.map(({ view }) => view);
      }),

    incidents: (scope, { organisationId, travellerId, state, ...page }) =>
      list<IncidentView>(scope, { case: 'incident', organisationId, travellerId, state }, page),

    incidentsOpened: (scope, { organisationId, from, to, ...page }) =>
      billed(scope, organisationId, { openedAt: trusted({ $gte: from, $lt: to }) }, page),

    olderIncidentsWithOrders: (scope, { organisationId, from, ...page }) =>
      billed(
        scope,
        organisationId,
        { openedAt: trusted({ $lt: from }), lastOrderedAt: trusted({ $gte: from }) },
        page,
      ),

    statusCalls: (scope, { organisationId, travellerId, state, ...page }) =>
      list<StatusCallView>(scope, { case: 'status-call', organisationId, travellerId, state }, page),

    timeline: (scope, caseId, { limit, after }) =>
      within('other', async (maxTimeMS) => {
        const found = await cases
          .findOne({ _id: caseId }, { organisationId: 1, highestSequence: 1 }, { maxTimeMS })
          .lean<Pick<CaseDocument, 'organisationId' | 'highestSequence'>>();
        if (!found || !mayTouch(scope, found.organisationId)) return [];
        return timeline.read(caseId, after, found.highestSequence, limit);
      }),

    recordedAmong: (ids) =>
      within('other', async (maxTimeMS) => {
        const found = await cases
          .find({ _id: trusted({ $in: [...ids] }) }, { _id: 1 }, { maxTimeMS })
          .lean<Pick<CaseDocument, '_id'>[]>();
        return new Set(found.map(({ _id }) => _id));
      }),

    ...createCaseMarks(cases, within),

    withCallers: (limit) =>
      within('other', async (maxTimeMS) => {
        const found = await cases
          .find(
            { open: true, 'view.callerCalls': trusted({ $exists: true }) },
            { 'view.callerCalls': 1 },
            { maxTimeMS },
          )
          .limit(limit)
          .lean<{ _id: IncidentId; view: { callerCalls: readonly CallerCall[] } }[]>();
        return found.map(({ _id: incidentId, view: { callerCalls } }) => ({ incidentId, callerCalls }));
      }),

    overdue: (before, limit) =>
      within('other', async (maxTimeMS) => {
        const found = await cases
          .find(
            { open: true, nextActionAt: trusted({ $lt: before }) },
            { organisationId: 1, nextActionAt: 1 },
            { maxTimeMS },
          )
          .sort({ nextActionAt: 1 })
          .limit(limit)
          .lean<Required<Pick<CaseDocument, '_id' | 'organisationId' | 'nextActionAt'>>[]>();
        return found.map(({ _id: caseId, organisationId, nextActionAt }) => ({
          caseId,
          organisationId,
          nextActionAt,
        }));
      }),
  };
}
