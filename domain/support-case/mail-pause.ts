const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** After so long a mail that no server takes is given up: what mail servers do among each other takes days, too. */
const mostAge = 72 * hour;
const shortest = 2 * second;
const longest = 30 * minute;

/**
 * How long to wait before a mail is tried again, by the time for which that has been going on: pauses grow by themselves, and
 * nobody has to count. undefined: it is given up. Milliseconds.
 */
export function pauseBeforeRetry(age: number): number | undefined {
  if (age >= mostAge) return undefined;
  return Math.min(longest, Math.max(shortest, age / 4));
}
