import type { StatusAnswer } from '../attempt.js';
import type { StatusCallState } from '../case-record.js';
import { histogramOf, mergeHistograms, type DurationHistogram } from './duration-histogram.js';
import { mergeSeries, seriesOf, type Series } from './tally.js';

/** What a summary looks at of one status call. Moments are epoch milliseconds. */
export interface StatusCallFact {
  readonly state: StatusCallState;
  readonly openedAt: number;
  /** Absent: none yet, or none came. */
  readonly answer?: StatusAnswer;
  readonly answeredAt?: number;
  readonly rounds: number;
}

/** Status calls that were asked for in a time (R3). Nothing in it tells of a person. */
export interface StatusCallSummary {
  readonly asked: number;
  /** Of them, still running without an answer. */
  readonly asking: number;
  readonly ok: number;
  readonly help: number;
  readonly unreached: number;
  /** From the request to the answer. */
  readonly toAnswer: DurationHistogram;
  readonly rounds: Series;
}

export function summariseStatusCalls(calls: readonly StatusCallFact[]): StatusCallSummary {
  const count = (counts: (call: StatusCallFact) => boolean) => calls.filter(counts).length;
  return {
    asked: calls.length,
    asking: count(({ state }) => state === 'asking'),
    ok: count(({ answer }) => answer === 'ok'),
    help: count(({ answer }) => answer === 'help'),
    unreached: count(({ state }) => state === 'unreached'),
    toAnswer: histogramOf(
      calls.flatMap(({ openedAt, answeredAt }) => (answeredAt === undefined ? [] : [answeredAt - openedAt])),
    ),
    rounds: seriesOf(calls.map(({ rounds }) => rounds)),
  };
}

export function mergeStatusCalls(one: StatusCallSummary, other: StatusCallSummary): StatusCallSummary {
  return {
    asked: one.asked + other.asked,
    asking: one.asking + other.asking,
    ok: one.ok + other.ok,
    help: one.help + other.help,
    unreached: one.unreached + other.unreached,
    toAnswer: mergeHistograms(one.toAnswer, other.toAnswer),
    rounds: mergeSeries(one.rounds, other.rounds),
  };
}

/** The part of the ended status calls that was answered, from 0 to 1; undefined when none has ended. */
export function responseRate({ ok, help, unreached }: StatusCallSummary): number | undefined {
  const answered = ok + help;
  const ended = answered + unreached;
  return ended === 0 ? undefined : answered / ended;
}
