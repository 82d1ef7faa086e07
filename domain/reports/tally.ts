/** How often each of a few known names occurred. */
export type Tally<Name extends string> = Readonly<Record<Name, number>>;

export function emptyTally<Name extends string>(names: readonly Name[]): Tally<Name> {
  return tallyOf(names, []);
}

/** Counts the names that occurred; all others stand there with 0. */
export function tallyOf<Name extends string>(names: readonly Name[], occurred: readonly Name[]): Tally<Name> {
  return recordOf(names, (name) => occurred.filter((one) => one === name).length);
}

export function mergeTallies<Name extends string>(
  names: readonly Name[],
  one: Tally<Name>,
  other: Tally<Name>,
): Tally<Name> {
  return recordOf(names, (name) => one[name] + other[name]);
}

/** A record with something for each of these names. */
export function recordOf<Name extends string, Value>(
  names: readonly Name[],
  valueOf: (name: Name) => Value,
): Readonly<Record<Name, Value>> {
  // Object.fromEntries forgets which keys there are.
  return Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<Name, Value>;
}

/** A number that was told of each case, e.g. its rounds. */
export interface Series {
  readonly sum: number;
  readonly most: number;
}

export const emptySeries: Series = { sum: 0, most: 0 };

export function seriesOf(numbers: readonly number[]): Series {
  return numbers.reduce<Series>(
    ({ sum, most }, number) => ({ sum: sum + number, most: Math.max(most, number) }),
    emptySeries,
  );
}

export function mergeSeries(one: Series, other: Series): Series {
  return { sum: one.sum + other.sum, most: Math.max(one.most, other.most) };
}
