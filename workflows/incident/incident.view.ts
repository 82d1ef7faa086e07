import type { CallerState, IncidentView } from '../../domain/case-record.js';
import {
  callsEverIn,
  callsOfCaller,
  companyApart,
  presenceIn,
  whereaboutsIn,
  type PlacedCall,
} from '../../domain/incident/conference.js';
import { overrideView } from '../../domain/incident/override.js';
import { callerOf, targetKey } from '../../domain/target.js';
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
  const apart = whoWaitsApart(data);
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
    ...(apart.length === 0 ? {} : { companyApart: apart }),
    rounds: tracks.rounds,
    ...(data.orders === undefined ? {} : { orders: data.orders }),
    ...(data.closedAt === undefined ? {} : { closedAt: data.closedAt }),
    ...(data.outcome === undefined ? {} : { outcome: data.outcome }),
    ...(data.reopenUntil === undefined ? {} : { reopenUntil: data.reopenUntil }),
  };
}

/** A bridge that has failed once is not built again and again: whoever is next on the ladder comes instead. */
function whoWaitsApart({ conference, start, notToBeBridged = [] }: IncidentData): readonly PlacedCall[] {
  if (notToBeBridged.includes(targetKey(callerOf(start.travellerId)))) return [];
  return companyApart(conference).filter(({ label }) => !notToBeBridged.includes(label));
}

function callerState({ conference, callBackWanted }: IncidentData): CallerState {
  const { caller, others } = presenceIn(conference);
  if (caller !== 'absent') return others ? 'joined' : 'waiting';
  return callBackWanted ? 'to-be-called-back' : 'none';
}
