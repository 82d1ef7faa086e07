import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { CaseView, IncidentView, StatusCallView } from '../../domain/case-record.js';
import type { IncidentId, OrganisationId, TravellerId } from '../../domain/identifiers.js';
import type { CallReference } from '../../domain/incident/conference.js';
import type { Scope } from '../../domain/scope.js';
import { mayTouch } from '../../domain/scope.js';
import { behind, order, toPage } from '../cursor.js';
import type { Within } from '../deadline.js';
import type { CaseDocument } from '../models/case.js';
import { ownedBy } from '../scope-filter.js';
import type { CaseRepository, Page, PageRequest } from '../store.js';
import { createCaseMarks } from './case-marks.js';
import { createCaseRecording } from './case-recording.js';
import type { StoreSealedTexts } from './sealed-texts.js';
import type { Timeline } from './timeline.js';

/** Which cases a list shows; what is undefined does not matter. */
interface Listed<View extends CaseView> {
  readonly case: View['case'];
  readonly organisationId?: OrganisationId | undefined;
  readonly travellerId?: TravellerId | undefined;
  readonly state?: View['state'] | undefined;
}

/** The read model. */
export function createCaseRepository(
  cases: Model<CaseDocument>,
  timeline: Timeline,
  storeSealedTexts: StoreSealedTexts,
  within: Within,
): CaseRepository {
  const writeRecord = createCaseRecording(cases, timeline, storeSealedTexts);

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
    record: (record, task = 'done') => within('other', () => writeRecord(record, task)),

    recordedThrough: (caseId) =>
      within('dial', async (maxTimeMS) => {
        const found = await cases
          .findOne({ _id: caseId }, { settledThrough: 1 }, { maxTimeMS })
          .lean<Pick<CaseDocument, 'settledThrough'>>();
        return found?.settledThrough ?? 0;
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
          .lean<{ _id: IncidentId; view: { callerCalls: readonly CallReference[] } }[]>();
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
