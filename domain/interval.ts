/** A stretch of time in epoch milliseconds, its end excluded. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** What is left of the first when the others are taken away. The first are in order and do not overlap; so is the result. */
export function without(intervals: readonly Interval[], taken: readonly Interval[]): readonly Interval[] {
  return taken.reduce<readonly Interval[]>(
    (left, away) =>
      left.flatMap(({ from, to }) =>
        [
          { from, to: Math.min(to, away.from) },
          { from: Math.max(from, away.to), to },
        ].filter((part) => part.from < part.to),
      ),
    intervals,
  );
}

export function isWithin(intervals: readonly Interval[], moment: number): boolean {
  return intervals.some(({ from, to }) => from <= moment && moment < to);
}
