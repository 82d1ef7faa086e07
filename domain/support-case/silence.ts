import type { SupportPolicy } from './support-policy.js';

/** Nothing has come from a partner who is waited for. Moments are epoch milliseconds. */
export interface Silence {
  readonly since: number;
  /** How many of the policy's reminders are over; those that came due together count together. */
  readonly reminded: number;
  /** When the partner was told that the case will be closed. */
  readonly warnedAt?: number;
}

export type SilenceNews = 'reminded' | 'closure-warned' | 'closed-after-silence';

export function beginSilence(at: number): Silence {
  return { since: at, reminded: 0 };
}

/**
 * What is due at a moment: one thing at a time, the most urgent. A clock that was stopped for weeks neither sends all
 * reminders at once nor closes a case whose partner was never warned.
 */
export function passSilence(
  silence: Silence,
  at: number,
  policy: SupportPolicy,
): { readonly silence: Silence; readonly news?: SilenceNews } {
  if (at >= closingMoment(silence, policy)) return { silence, news: 'closed-after-silence' };
  if (silence.warnedAt === undefined && at >= warningMoment(silence, policy)) {
    return { silence: { ...silence, warnedAt: at }, news: 'closure-warned' };
  }
  const due = policy.remindAfter.filter((after) => at >= silence.since + after).length;
  if (due <= silence.reminded || silence.warnedAt !== undefined) return { silence };
  return { silence: { ...silence, reminded: due }, news: 'reminded' };
}

/** When the next thing is due, if the partner goes on saying nothing. It may lie in the past. */
export function nextOfSilence(silence: Silence, policy: SupportPolicy): number {
  if (silence.warnedAt !== undefined) return closingMoment(silence, policy);
  const reminder = policy.remindAfter[silence.reminded];
  const warning = warningMoment(silence, policy);
  return reminder === undefined ? warning : Math.min(silence.since + reminder, warning);
}

function warningMoment({ since }: Silence, { closeAfter, warnBeforeClosing }: SupportPolicy): number {
  return since + Math.max(0, closeAfter - warnBeforeClosing);
}

/** Never without a warning, and never sooner after it than was promised. */
function closingMoment({ since, warnedAt }: Silence, policy: SupportPolicy): number {
  if (warnedAt === undefined) return Infinity;
  return Math.max(since + policy.closeAfter, warnedAt + policy.warnBeforeClosing);
}
