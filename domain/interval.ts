/** A stretch of time in epoch milliseconds, its end excluded. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

export function isWithin(intervals: readonly Interval[], moment: number): boolean {
  return intervals.some(({ from, to }) => from <= moment && moment < to);
}
