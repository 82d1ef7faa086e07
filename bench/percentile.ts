/**
 * The value that so many of a hundred do not exceed, by nearest rank.
 *
 * @throws RangeError for no values at all.
 */
export function percentile(values: readonly number[], ofHundred: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const found = sorted[Math.max(0, Math.ceil((ofHundred / 100) * sorted.length) - 1)];
  if (found === undefined) throw new RangeError('There is nothing to measure.');
  return found;
}
