import type { Money } from '../escalation/policy.js';
import type { NoticeKind } from '../timeline.js';

/** What the telephone network is reckoned to cost, in integer minor units of one currency. */
export interface Prices {
  readonly currency: string;
  readonly callMinute: number;
  readonly text: number;
}

/** Something about to be spent, or spent: a call is reckoned by begun minutes, a text by the parts it is sent as. */
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

/**
 * Whether a notice's texts are sent whatever was spent on the day: those that carry a call for help on are, by facts or by a
 * question that it waits for. What only tells how it went waits for no money; it goes out by mail all the same (ADR 23).
 */
export function noticeBypassesCap(kind: NoticeKind): boolean {
  switch (kind) {
    case 'incident-reported':
    case 'nobody-to-call':
    case 'override-fired':
    case 'ratification-asked':
    case 'approval-asked':
      return true;
    case 'taken-over':
    case 'call-back-given-up':
    case 'status-question':
    case 'closed':
      return false;
  }
}
