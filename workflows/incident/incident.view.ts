import type { CallerState, IncidentView } from '../../domain/case-record.js';
import { callsEverIn, callsOfCaller, presenceIn, whereaboutsIn } from '../../domain/incident/conference.js';
import { overrideView } from '../../domain/incident/override.js';
import { nextDeadline, overrideConditions, type IncidentData } from './incident.state.js';

/** How the tracks stand, as far as people see it. */
export interface TracksView {
  /** The earliest moment at which a track does something by itself. */
  readonly nextActionAt: number | undefined;
  readonly rounds: { readonly provider: number; readonly internal: number };
}

/** What lists, boards and the auditor see of an incident. */
export function viewOf(data: IncidentData, tracks: TracksView, now: number): IncidentView {
  const { start, state, threat, service, takenBy, acknowledgements, override } = data;
  const whereabouts = whereaboutsIn(data.conference);
  const callerCalls = callsOfCaller(data.conference);
  const conferenceCalls = callsEverIn(data.conference);
  const moments = [tracks.nextActionAt, nextDeadline(data, now)].filter((moment) => moment !== undefined);
  return {
    case: 'incident',
    id: start.incidentId,
    organisationId: start.organisationId,
    ...(start.travellerId === undefined ? {} : { travellerId: start.travellerId }),
    state,
    kind: start.kind,
    threat,
    source: start.source,
    service,
    ...(data.silent === undefined ? {} : { silent: data.silent }),
    openedAt: start.reportedAt,
    ...(moments.length === 0 ? {} : { nextActionAt: Math.min(...moments) }),
    ...(takenBy === undefined ? {} : { takenBy }),
    acknowledgements,
    override: overrideView(override, overrideConditions(data)),
    caller: callerState(data),
    ...(callerCalls.length === 0 ? {} : { callerCalls }),
    ...(conferenceCalls.length === 0 ? {} : { conferenceCalls }),
    ...(whereabouts === undefined ? {} : { whereabouts }),
    rounds: tracks.rounds,
    ...(data.orders === undefined ? {} : { orders: data.orders }),
    ...(data.closedAt === undefined ? {} : { closedAt: data.closedAt }),
    ...(data.outcome === undefined ? {} : { outcome: data.outcome }),
    ...(data.reopenUntil === undefined ? {} : { reopenUntil: data.reopenUntil }),
  };
}

function callerState({ conference, callBackWanted }: IncidentData): CallerState {
  const { caller, others } = presenceIn(conference);
  if (caller !== 'absent') return others ? 'joined' : 'waiting';
  return callBackWanted ? 'to-be-called-back' : 'none';
}
