import type { ResponsePromise } from '../hours/response-target.js';

/** How the desk treats support cases (C9). Durations in milliseconds; those of promises count in business hours. */
export interface SupportPolicy {
  /** Until the first answer to a new case. */
  readonly firstAnswer: ResponsePromise;
  /** Until the answer to whatever the partner writes later. */
  readonly nextAnswer: ResponsePromise;
  /** Until the next word of a desk that has answered and goes on working; absent: none is promised. */
  readonly afterInterimAnswer?: ResponsePromise;
  /** Each time so much time has passed the desk is reminded of a case on hold; absent: never. */
  readonly remindDeskOnHoldAfter?: number;
  /** After so long without a word from the partner who is waited for they are reminded; ascending. */
  readonly remindAfter: readonly number[];
  /** After so long without a word the case is closed. */
  readonly closeAfter: number;
  /** The partner is told so long before that, and never closed sooner after having been told. */
  readonly warnBeforeClosing: number;
}

const hour = 3_600_000;
const day = 24 * hour;

/** What counts where nothing was set. Apart from any schema, so that workflows need not load one. */
export const defaultSupportPolicy = {
  firstAnswer: { duration: 8 * hour, warnAtShare: 0.75 },
  nextAnswer: { duration: 16 * hour, warnAtShare: 0.75 },
  afterInterimAnswer: { duration: 16 * hour, warnAtShare: 0.75 },
  remindDeskOnHoldAfter: 7 * day,
  remindAfter: [3 * day, 7 * day],
  closeAfter: 14 * day,
  warnBeforeClosing: 3 * day,
} as const satisfies SupportPolicy;
