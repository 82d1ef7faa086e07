/**
 * How often which durations occurred, in buckets that grow by a constant factor. The histograms of two times are merged by adding
 * up their buckets, so the median of a year follows from its months, which the medians of the months could never give. It is
 * the DDSketch of Masson, Rim and Lee (VLDB 2019): every quantile is off by {@link relativeError} at the most.
 */
export interface DurationHistogram {
  /** How many durations there were. */
  readonly count: number;
  /** The longest, exactly; milliseconds. 0 when there was none. */
  readonly longest: number;
  /** Bucket and number of durations in it, by rising bucket, none of them empty. */
  readonly buckets: readonly (readonly [bucket: number, count: number])[];
}

/** How far a quantile may be from the true one, as a part of it. */
export const relativeError = 0.01;

const growth = (1 + relativeError) / (1 - relativeError);

export const noDurations: DurationHistogram = { count: 0, longest: 0, buckets: [] };

/**
 * @param durations milliseconds. What ended before it began, since two clocks disagreed, took no time.
 */
export function histogramOf(durations: readonly number[]): DurationHistogram {
  const counts = new Map<number, number>();
  let longest = 0;
  for (const duration of durations) {
    const bucket = bucketOf(duration);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    longest = Math.max(longest, duration);
  }
  return { count: durations.length, longest, buckets: inOrder(counts) };
}

export function mergeHistograms(one: DurationHistogram, other: DurationHistogram): DurationHistogram {
  const counts = new Map(one.buckets);
  for (const [bucket, count] of other.buckets) counts.set(bucket, (counts.get(bucket) ?? 0) + count);
  return {
    count: one.count + other.count,
    longest: Math.max(one.longest, other.longest),
    buckets: inOrder(counts),
  };
}

/**
 * The duration, in milliseconds, that so large a part of all did not exceed; undefined when there was none.
 *
 * @param part from 0 to 1: 0.5 is the median.
 */
export function quantile({ count, longest, buckets }: DurationHistogram, part: number): number | undefined {
  const rank = Math.max(1, Math.ceil(part * count));
  let passed = 0;
  for (const [bucket, inBucket] of buckets) {
    passed += inBucket;
    if (passed >= rank) return Math.min(middleOf(bucket), longest);
  }
  return undefined;
}

/** Bucket 0 has what took less than a millisecond. */
function bucketOf(duration: number): number {
  return duration < 1 ? 0 : 1 + Math.ceil(Math.log(duration) / Math.log(growth));
}

/** As far from the bucket's least as from its most, in relation to each. */
function middleOf(bucket: number): number {
  return bucket === 0 ? 0 : (2 * growth ** (bucket - 1)) / (growth + 1);
}

function inOrder(counts: ReadonlyMap<number, number>): DurationHistogram['buckets'] {
  return [...counts].sort(([one], [other]) => one - other);
}
