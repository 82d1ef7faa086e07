import type { ChannelStep } from '../attempt.js';
import type { Interval } from '../interval.js';
import type { Target } from '../target.js';
import type { Money } from './policy.js';

/** Somebody on a ladder, as of the beginning of a round. No personal data. */
export interface RosterMember {
  readonly target: Target;
  /** Usable ways to reach this person, in order; none: the person is skipped at once and reported (I6). */
  readonly steps: readonly ChannelStep[];
  /** When the person may be called outside life-safety; undefined: always. Computed in an activity (zone arithmetic). */
  readonly available?: readonly Interval[];
  /** The most that an authorising person may approve at a time; absent: any amount (I9). */
  readonly limit?: Money;
}

export type Roster = readonly RosterMember[];
