import type { Cases } from '../../cases/cases.js';
import type { Intake, Store } from '../../db/store.js';
import type { CaseRecord, IncidentView, StatusCallView } from '../../domain/case-record.js';
import { notFound, unavailable } from '../../domain/errors.js';
import type { IncidentId, StatusCallId } from '../../domain/identifiers.js';
import { mayTouch, type Scope } from '../../domain/scope.js';
import type { TimelineEntry } from '../../domain/timeline.js';
import type { IncidentStart } from '../../workflows/incident/incident.messages.js';
import type { StatusCallStart } from '../../workflows/status-call/status-call.messages.js';
import { incidentStartSchema, statusCallStartSchema } from './case-starts.js';
import { ifKnown, isNotFound, isUnavailable } from './time-limit.js';

export interface CaseReadingDependencies {
  readonly store: Pick<Store, 'cases' | 'intakes'>;
  readonly cases: Pick<Cases, 'incidents' | 'statusCalls'>;
}

/** A case as it can be read: by its view, or by how it was started as long as there is no view. */
export type ReadCase<View, Start> =
  | { readonly from: 'view'; readonly view: View; readonly intake: Intake | undefined }
  | { readonly from: 'start'; readonly start: Start; readonly intake: Intake };

export type ReadIncident = ReadCase<IncidentView, IncidentStart>;
export type ReadStatusCall = ReadCase<StatusCallView, StatusCallStart>;

export interface ReadTimeline {
  readonly entries: readonly TimelineEntry[];
  /** False: earlier entries exist that cannot be read now. */
  readonly complete: boolean;
}

/**
 * Reads cases from the projection; where that lags behind or MongoDB is away, from the running workflow. Errors:
 * `not-found` (also for another organisation's case), `unavailable` when nobody can tell.
 */
export interface CaseReading {
  incident(scope: Scope, id: IncidentId): Promise<ReadIncident>;
  statusCall(scope: Scope, id: StatusCallId): Promise<ReadStatusCall>;
  /** The incident as its workflow sees it now; undefined when that cannot be asked quickly. */
  runningIncident(id: IncidentId, milliseconds: number): Promise<IncidentView | undefined>;
  /** Entries behind the sequence number `after`, the ones that are not stored yet included. */
  timeline(
    scope: Scope,
    of: IncidentId | StatusCallId,
    page: { readonly after: number; readonly limit: number },
  ): Promise<ReadTimeline>;
}

/** How long a timeline waits for the workflow before it shows only what is stored. */
const patience = 1_500;

export function createCaseReading({ store, cases }: CaseReadingDependencies): CaseReading {
  const recordOf = (id: IncidentId | StatusCallId): Promise<CaseRecord> =>
    isIncident(id) ? cases.incidents.currentRecord(id) : cases.statusCalls.currentRecord(id);

  async function read<View extends IncidentView | StatusCallView, Start>(
    scope: Scope,
    id: IncidentId | StatusCallId,
    how: {
      readonly what: string;
      readonly stored: () => Promise<View | undefined>;
      readonly viewOf: (record: CaseRecord) => View | undefined;
      readonly startOf: (intake: Intake) => Start | undefined;
    },
  ): Promise<ReadCase<View, Start>> {
    const [stored, kept] = await Promise.all([
      settle(how.stored),
      settle(() => store.intakes.find(scope, id)),
    ]);
    const intake = kept.found;
    if (stored.found !== undefined) return { from: 'view', view: stored.found, intake };
    const running = await settle(async () => how.viewOf(await recordOf(id)));
    const view = running.found;
    if (view !== undefined && mayTouch(scope, view.organisationId)) return { from: 'view', view, intake };
    const start = intake === undefined ? undefined : how.startOf(intake);
    if (intake !== undefined && start !== undefined) return { from: 'start', start, intake };
    if (view === undefined && [stored, kept, running].some(({ away }) => away)) {
      throw unavailable(how.what);
    }
    throw notFound(how.what);
  }

  return {
    incident: (scope, id) =>
      read(scope, id, {
        what: 'incident',
        stored: () => store.cases.incident(scope, id),
        viewOf: ({ view }) => (view.case === 'incident' ? view : undefined),
        startOf: ({ start }) => incidentStartSchema.safeParse(start).data,
      }),

    statusCall: (scope, id) =>
      read(scope, id, {
        what: 'status call',
        stored: () => store.cases.statusCall(scope, id),
        viewOf: ({ view }) => (view.case === 'status-call' ? view : undefined),
        startOf: ({ start }) => statusCallStartSchema.safeParse(start).data,
      }),

    async runningIncident(id, milliseconds) {
      const record = await ifKnown(milliseconds, () => cases.incidents.currentRecord(id));
      return record?.view.case === 'incident' ? record.view : undefined;
    },

    async timeline(scope, of, { after, limit }) {
      const stored = await settle(() => store.cases.timeline(scope, of, { after, limit }));
      const entries = stored.found ?? [];
      if (entries.length >= limit) return { entries, complete: !hasGap(entries, after) };
      const record = await ifKnown(patience, () => recordOf(of));
      if (record === undefined && stored.away) throw unavailable('The timeline');
      const unstored =
        record !== undefined && mayTouch(scope, record.view.organisationId) ? record.entries : [];
      // What was stored between the two looks is in neither: it is stored now.
      const missed = hasGap(merge(entries, unstored), after)
        ? await settle(() => store.cases.timeline(scope, of, { after, limit }))
        : undefined;
      const merged = merge(missed?.found ?? entries, unstored)
        .filter(({ sequence }) => sequence > after)
        .slice(0, limit);
      const isKnown = merged.length > 0 || !stored.away;
      return { entries: merged, complete: isKnown && !hasGap(merged, after) };
    },
  };
}

function isIncident(id: IncidentId | StatusCallId): id is IncidentId {
  return id.startsWith('inc_');
}

/** Whether a sequence number behind `after` is left out. */
function hasGap(entries: readonly TimelineEntry[], after: number): boolean {
  const later = entries.filter(({ sequence }) => sequence > after);
  return later.some(({ sequence }, index) => sequence !== after + 1 + index);
}

function merge(one: readonly TimelineEntry[], other: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const bySequence = new Map([...one, ...other].map((entry) => [entry.sequence, entry]));
  return [...bySequence.values()].sort((first, second) => first.sequence - second.sequence);
}

/** Tells "there is none" from "nobody can tell now". Other errors pass through. */
async function settle<Found>(
  work: () => Promise<Found | undefined>,
): Promise<{ readonly found?: Found; readonly away: boolean }> {
  try {
    const found = await work();
    return found === undefined ? { away: false } : { found, away: false };
  } catch (error) {
    if (isNotFound(error)) return { away: false };
    if (isUnavailable(error)) return { away: true };
    throw error;
  }
}
