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

/** The same moments in order, each once: intervals that overlap or touch become one. */
export function merged(intervals: readonly Interval[]): readonly Interval[] {
  const result: Interval[] = [];
  for (const next of [...intervals].sort((one, other) => one.from - other.from)) {
    const last = result.at(-1);
    if (last && next.from <= last.to) {
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, next.to) };
    } else {
      result.push(next);
    }
  }
  return result;
}

/** The parts that lie within an interval. */
export function clipped(intervals: readonly Interval[], within: Interval): readonly Interval[] {
  return intervals
    .map(({ from, to }) => ({ from: Math.max(from, within.from), to: Math.min(to, within.to) }))
    .filter(({ from, to }) => from < to);
}
