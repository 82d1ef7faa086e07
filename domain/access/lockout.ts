/** How many failures are borne within which time; then nobody is listened to until that time is over. */
export interface AttemptBound {
  readonly failures: number;
  /** Counted from the first failure. */
  readonly withinSeconds: number;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * The bounds of guessing. An attempt is counted before it is judged, so attempts at the same moment cannot slip past, and
 * a success takes its own count back.
 *
 * - One account from one address: somebody who mistypes, or a simple guesser.
 * - One account from anywhere: many guessers together. The time is short, since a stranger who knows an address of the
 *   desk's must not keep its owner away for long.
 * - One address: a guesser who tries many accounts.
 * - The second factor: a code of six digits, three of which are valid at a time, is hit by chance once in 330,000 tries.
 * - Mails that somebody orders to the mailbox of somebody else.
 * - Replies to texts that are no call for help: whoever earns with the number that they come from sends many.
 * - Applications of partners: many from one address are noise, and each mails its confirmation to whomever it names.
 * - Further questions about a closed case, which whoever has got a mail about it can ask.
 * - Files that the people of a partner account upload: nothing else bounds how much of ours they fill.
 */
export const attemptBounds = {
  'sign-in/account-and-address': { failures: 5, withinSeconds: 15 * minute },
  'sign-in/account': { failures: 30, withinSeconds: hour },
  'sign-in/address': { failures: 100, withinSeconds: hour },
  'second-factor/account': { failures: 5, withinSeconds: 15 * minute },
  'second-factor/account-a-day': { failures: 20, withinSeconds: day },
  'password-reset/account': { failures: 3, withinSeconds: hour },
  'password-reset/address': { failures: 20, withinSeconds: hour },
  'application/address': { failures: 20, withinSeconds: hour },
  'application/mailbox': { failures: 3, withinSeconds: day },
  'attachment/account': { failures: 200, withinSeconds: hour },
  'question/case': { failures: 20, withinSeconds: day },
  'text-reply/number': { failures: 20, withinSeconds: day },
} as const satisfies Readonly<Record<string, AttemptBound>>;
export type AttemptKind = keyof typeof attemptBounds;

/** How often one key can be tried within a day, whatever the timing. */
export function mostTriesADay({ failures, withinSeconds }: AttemptBound): number {
  return failures * Math.ceil(day / withinSeconds);
}
