import type { IncidentState, OverrideView } from '../case-record.js';
import {
  closureOutcomes,
  incidentKinds,
  type ClosureOutcome,
  type IncidentKind,
} from '../incident/incident.js';
import { histogramOf, mergeHistograms, noDurations, type DurationHistogram } from './duration-histogram.js';
import {
  emptySeries,
  emptyTally,
  mergeSeries,
  mergeTallies,
  recordOf,
  seriesOf,
  tallyOf,
  type Series,
  type Tally,
} from './tally.js';

/** What a summary looks at of one incident. Moments are epoch milliseconds. */
export interface IncidentFact {
  readonly kind: IncidentKind;
  readonly state: IncidentState;
  readonly openedAt: number;
  /** When the first call of its ladders was ordered. Absent: none was. */
  readonly firstCallAt?: number;
  /** When a human took or acknowledged it first. Absent: nobody has. */
  readonly reachedAt?: number;
  readonly rounds: { readonly provider: number; readonly internal: number };
  /** Who fired the life-safety override; absent: it did not fire. */
  readonly override?: Extract<OverrideView, { state: 'fired' }>['basis'];
  readonly outcome?: ClosureOutcome;
}

const overrideBases = ['rule', 'operator'] as const;

/** Incidents of one kind that were opened in a time. */
export interface IncidentFigures {
  readonly opened: number;
  /** Of them, still open. */
  readonly open: number;
  /** From the report to the first call. */
  readonly toFirstCall: DurationHistogram;
  /** From the report until somebody took or acknowledged it; its count is how many were reached. */
  readonly toReach: DurationHistogram;
  readonly providerRounds: Series;
  readonly internalRounds: Series;
  readonly overrides: Tally<(typeof overrideBases)[number]>;
  readonly outcomes: Tally<ClosureOutcome>;
}

/** Incidents that were opened in a time (R3). Nothing in it tells of a person. */
export interface IncidentSummary {
  readonly byKind: Readonly<Record<IncidentKind, IncidentFigures>>;
}

const noFigures: IncidentFigures = {
  opened: 0,
  open: 0,
  toFirstCall: noDurations,
  toReach: noDurations,
  providerRounds: emptySeries,
  internalRounds: emptySeries,
  overrides: emptyTally(overrideBases),
  outcomes: emptyTally(closureOutcomes),
};

export function summariseIncidents(incidents: readonly IncidentFact[]): IncidentSummary {
  return {
    byKind: recordOf(incidentKinds, (kind) => figuresOf(incidents.filter((fact) => fact.kind === kind))),
  };
}

export function mergeIncidents(one: IncidentSummary, other: IncidentSummary): IncidentSummary {
  return {
    byKind: recordOf(incidentKinds, (kind) => mergeFigures(one.byKind[kind], other.byKind[kind])),
  };
}

/** The figures of all kinds together. */
export function allIncidents({ byKind }: IncidentSummary): IncidentFigures {
  return incidentKinds.map((kind) => byKind[kind]).reduce(mergeFigures, noFigures);
}

function figuresOf(incidents: readonly IncidentFact[]): IncidentFigures {
  return {
    opened: incidents.length,
    open: incidents.filter(({ state }) => state === 'open').length,
    toFirstCall: durations(incidents, ({ firstCallAt }) => firstCallAt),
    toReach: durations(incidents, ({ reachedAt }) => reachedAt),
    providerRounds: seriesOf(incidents.map(({ rounds }) => rounds.provider)),
    internalRounds: seriesOf(incidents.map(({ rounds }) => rounds.internal)),
    overrides: tallyOf(
      overrideBases,
      incidents.flatMap(({ override }) => override ?? []),
    ),
    outcomes: tallyOf(
      closureOutcomes,
      incidents.flatMap(({ outcome }) => outcome ?? []),
    ),
  };
}

function durations(
  incidents: readonly IncidentFact[],
  endOf: (incident: IncidentFact) => number | undefined,
): DurationHistogram {
  return histogramOf(
    incidents.flatMap((incident) => {
      const end = endOf(incident);
      return end === undefined ? [] : [end - incident.openedAt];
    }),
  );
}

function mergeFigures(one: IncidentFigures, other: IncidentFigures): IncidentFigures {
  return {
    opened: one.opened + other.opened,
    open: one.open + other.open,
    toFirstCall: mergeHistograms(one.toFirstCall, other.toFirstCall),
    toReach: mergeHistograms(one.toReach, other.toReach),
    providerRounds: mergeSeries(one.providerRounds, other.providerRounds),
    internalRounds: mergeSeries(one.internalRounds, other.internalRounds),
    overrides: mergeTallies(overrideBases, one.overrides, other.overrides),
    outcomes: mergeTallies(closureOutcomes, one.outcomes, other.outcomes),
  };
}
