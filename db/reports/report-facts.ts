import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { IncidentView, StatusCallView } from '../../domain/case-record.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import { isStarted } from '../../domain/orders/costs.js';
import type { FactOf } from '../../domain/reports/monthly-summary.js';
import type { ReportKind } from '../../domain/reports/report-plan.js';
import type { Within } from '../deadline.js';
import type { EnteredCase } from '../entry-keys.js';
import type { CaseDocument } from '../models/case.js';
import type { Models } from '../models/models.js';
import type { SupportCaseDocument } from '../models/support.js';
import { firstMoments } from './first-moments.js';

/** Facts of a part of the records of a time. */
export interface FactPage<Kind extends ReportKind> {
  readonly facts: readonly FactOf[Kind][];
  /** One of these records may still change. */
  readonly isOpen: boolean;
}

/** A time in which something was opened, or ordered; its end excluded. */
export interface FactTime {
  readonly organisationId: OrganisationId;
  readonly from: Date;
  readonly to: Date;
}

/** Reads what is counted, by pages, so that no time is too long for the memory or for one operation. */
export type ReadFacts<Kind extends ReportKind> = (time: FactTime) => AsyncIterable<FactPage<Kind>>;

type FactModels = Pick<Models, 'cases' | 'timelineEntries' | 'support'>;
type Moments = ReadonlyMap<string, ReadonlyMap<string, number>>;

const pageSize = 500;

export function createReportFacts(
  { cases, timelineEntries, support }: FactModels,
  within: Within,
): { readonly [Kind in ReportKind]: ReadFacts<Kind> } {
  const incidentMoments = (found: readonly EnteredCase[]): Promise<Moments> =>
    firstMoments(
      timelineEntries,
      found,
      {
        'attempt-started': {
          'event.channel': 'voice',
          'event.track': trusted({ $in: ['provider', 'internal'] }),
        },
        taken: {},
        acknowledged: {},
      },
      within,
    );
  const answerMoments = (found: readonly EnteredCase[]): Promise<Moments> =>
    firstMoments(support.entries, found, { 'message-added': { 'event.by.by': 'desk' } }, within);

  return {
    async *incidents({ organisationId, from, to }) {
      const wanted = { organisationId, case: 'incident', openedAt: trusted({ $gte: from, $lt: to }) };
      const shown = { openedAt: 1, view: 1, highestSequence: 1 } as const;
      for await (const page of pages<EnteredIncident, CaseDocument>(cases, wanted, shown, within)) {
        const moments = await incidentMoments(page);
        yield {
          facts: page.map(({ _id, view }) => incidentFact(view, moments.get(_id) ?? new Map())),
          isOpen: page.some(isRunning),
        };
      }
    },

    async *'status-calls'({ organisationId, from, to }) {
      const wanted = { organisationId, case: 'status-call', openedAt: trusted({ $gte: from, $lt: to }) };
      const shown = { openedAt: 1, view: 1 } as const;
      for await (const page of pages<CaseWith<StatusCallView>, CaseDocument>(cases, wanted, shown, within)) {
        yield {
          facts: page.map(({ view: { state, openedAt, answer, answeredAt, round } }) => ({
            state,
            openedAt,
            rounds: round,
            ...(answer === undefined ? {} : { answer }),
            ...(answeredAt === undefined ? {} : { answeredAt }),
          })),
          isOpen: page.some(({ view: { state } }) => state === 'asking'),
        };
      }
    },

    async *'support-cases'({ from, to }) {
      const wanted = { openedAt: trusted({ $gte: from, $lt: to }) };
      const shown = { openedAt: 1, state: 1, view: 1, highestSequence: 1, 'opening.followUpOf': 1 } as const;
      for await (const page of pages<SupportCase, SupportCaseDocument>(
        support.cases,
        wanted,
        shown,
        within,
      )) {
        const moments = await answerMoments(page);
        yield {
          facts: page.map((found) => supportCaseFact(found, moments.get(found._id)?.get('message-added'))),
          isOpen: page.some(({ state }) => state !== 'closed'),
        };
      }
    },

    async *costs({ organisationId, from, to }) {
      // An incident that was opened long before may have got an order since.
      const wanted = {
        organisationId,
        case: 'incident',
        openedAt: trusted({ $lt: to }),
        lastOrderedAt: trusted({ $gte: from }),
      };
      const shown = { openedAt: 1, view: 1 } as const;
      for await (const page of pages<CaseWith<IncidentView>, CaseDocument>(cases, wanted, shown, within)) {
        yield {
          facts: page.flatMap(({ view: { orders = [] } }) =>
            orders
              .filter(({ orderedAt }) => orderedAt >= from.getTime() && orderedAt < to.getTime())
              .map((order) => ({
                service: order.service,
                state: order.state,
                isStarted: isStarted(order),
                estimate: order.estimate,
                ...(order.actual === undefined ? {} : { actual: order.actual.cost }),
              })),
          ),
          isOpen: page.some(isRunning),
        };
      }
    },
  };
}

interface Paged {
  readonly _id: string;
  readonly openedAt: Date;
}

interface CaseWith<View> extends Paged {
  readonly view: View;
}

type EnteredIncident = CaseWith<IncidentView> & EnteredCase;

type SupportCase = Pick<SupportCaseDocument, '_id' | 'openedAt' | 'state' | 'view' | 'highestSequence'> & {
  readonly opening?: Pick<SupportCaseDocument['opening'], 'followUpOf'>;
};

/** All documents that fit, those that were opened first, first. */
async function* pages<Found extends Paged, Stored extends { readonly _id: string }>(
  model: Model<Stored>,
  wanted: Readonly<Record<string, unknown>>,
  shown: Readonly<Record<string, 1>>,
  within: Within,
): AsyncGenerator<readonly Found[]> {
  let last: Paged | undefined;
  for (;;) {
    const behind =
      last === undefined
        ? {}
        : {
            $or: [
              { openedAt: trusted({ $gt: last.openedAt }) },
              { openedAt: last.openedAt, _id: trusted({ $gt: last._id }) },
            ],
          };
    const page = await within('background', (maxTimeMS) =>
      model
        .find({ $and: [wanted, behind] }, shown, { maxTimeMS })
        .sort({ openedAt: 1, _id: 1 })
        .limit(pageSize)
        .lean<Found[]>(),
    );
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    last = page.at(-1);
  }
}

/** What was closed can still be opened again, and its costs are still told. */
function isRunning({ view: { state } }: CaseWith<IncidentView>): boolean {
  return state !== 'archived';
}

function incidentFact(
  { kind, state, openedAt, rounds, override, outcome }: IncidentView,
  moments: ReadonlyMap<string, number>,
): FactOf['incidents'] {
  const firstCallAt = moments.get('attempt-started');
  const reached = ['taken', 'acknowledged'].flatMap((type) => moments.get(type) ?? []);
  return {
    kind,
    state,
    openedAt,
    rounds,
    ...(firstCallAt === undefined ? {} : { firstCallAt }),
    ...(reached.length === 0 ? {} : { reachedAt: Math.min(...reached) }),
    ...(override.state === 'fired' ? { override: override.basis } : {}),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

function supportCaseFact(
  { openedAt, state, view, opening }: SupportCase,
  firstAnswerAt: number | undefined,
): FactOf['support-cases'] {
  return {
    state,
    openedAt: openedAt.getTime(),
    isFollowUp: opening?.followUpOf !== undefined,
    ...(firstAnswerAt === undefined ? {} : { firstAnswerAt }),
    ...(view?.closedAt === undefined ? {} : { closedAt: view.closedAt }),
    ...(view?.outcome === undefined ? {} : { outcome: view.outcome }),
  };
}
