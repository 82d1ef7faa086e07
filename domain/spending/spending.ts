import type { Money } from '../escalation/policy.js';

/** What the telephone network is reckoned to cost, in integer minor units of one currency. */
export interface Prices {
  readonly currency: string;
  readonly callMinute: number;
  readonly text: number;
}

/** Something about to be spent, or spent: a call is reckoned by begun minutes. */
export type Expense =
  { readonly for: 'call'; readonly minutes: number } | { readonly for: 'text'; readonly texts: number };

/** In minor units. */
export function costOf(expense: Expense, prices: Prices): number {
  return expense.for === 'call' ? expense.minutes * prices.callMinute : expense.texts * prices.text;
}

/** The minutes of a call beyond the first one, which was counted when it was ordered. */
export function furtherMinutes(seconds: number): number {
  return Math.max(0, Math.ceil(seconds / 60) - 1);
}

/**
 * What may be spent on the day at the most, in minor units; undefined: anything. A cap in another currency than the
 * prices' cannot be compared, so it is refused when it is saved and counts for nothing here.
 */
export function capIn(prices: Prices, cap: Money | undefined): number | undefined {
  return cap?.currency === prices.currency ? cap.amountMinor : undefined;
}
