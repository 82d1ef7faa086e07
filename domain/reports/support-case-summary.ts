import { supportOutcomes, type SupportCaseState, type SupportOutcome } from '../support-case/support-case.js';
import { histogramOf, mergeHistograms, type DurationHistogram } from './duration-histogram.js';
import { mergeTallies, tallyOf, type Tally } from './tally.js';

/** What a summary looks at of one support case. Moments are epoch milliseconds. */
export interface SupportCaseFact {
  readonly state: SupportCaseState;
  readonly openedAt: number;
  /** When the desk wrote first. Absent: it has not. */
  readonly firstAnswerAt?: number;
  readonly closedAt?: number;
  readonly outcome?: SupportOutcome;
  /** It asks further questions about a case that was closed (C7). */
  readonly isFollowUp: boolean;
}

/** Support cases that were opened in a time (R3). Nothing in it tells of a person or an account. */
export interface SupportCaseSummary {
  readonly opened: number;
  /** Of them, not closed. */
  readonly open: number;
  /** Of them, opened since a closed case was not settled after all. */
  readonly followUps: number;
  /** From the opening to the desk's first answer; its count is how many were answered. */
  readonly toFirstAnswer: DurationHistogram;
  /** From the opening to the closure. Duplicates and spam were closed, not resolved: they do not count. */
  readonly toResolution: DurationHistogram;
  readonly outcomes: Tally<SupportOutcome>;
}

export function summariseSupportCases(cases: readonly SupportCaseFact[]): SupportCaseSummary {
  return {
    opened: cases.length,
    open: cases.filter(({ state }) => state !== 'closed').length,
    followUps: cases.filter(({ isFollowUp }) => isFollowUp).length,
    toFirstAnswer: histogramOf(
      cases.flatMap(({ openedAt, firstAnswerAt }) =>
        firstAnswerAt === undefined ? [] : [firstAnswerAt - openedAt],
      ),
    ),
    toResolution: histogramOf(
      cases.flatMap(({ openedAt, closedAt, outcome }) =>
        closedAt === undefined || outcome === 'merged' || outcome === 'spam' ? [] : [closedAt - openedAt],
      ),
    ),
    outcomes: tallyOf(
      supportOutcomes,
      cases.flatMap(({ outcome }) => outcome ?? []),
    ),
  };
}

export function mergeSupportCases(one: SupportCaseSummary, other: SupportCaseSummary): SupportCaseSummary {
  return {
    opened: one.opened + other.opened,
    open: one.open + other.open,
    followUps: one.followUps + other.followUps,
    toFirstAnswer: mergeHistograms(one.toFirstAnswer, other.toFirstAnswer),
    toResolution: mergeHistograms(one.toResolution, other.toResolution),
    outcomes: mergeTallies(supportOutcomes, one.outcomes, other.outcomes),
  };
}
