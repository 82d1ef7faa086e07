import { spendingDay } from '../../activities/spending/purse.js';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import type { AttemptOrder } from '../../domain/attempt.js';
import { costOf, furtherMinutes, type Prices } from '../../domain/spending/spending.js';

export interface CallSpending {
  /** Counts the minutes of a call that is over, beyond the one that was counted when it was ordered. */
  note(order: Pick<AttemptOrder, 'organisationId'>, seconds: number): Promise<void>;
}

/** The network tells of a call's end more than once when it gets no reply: then it is counted more than once, at worst. */
export function createCallSpending({
  spending,
  contactBook,
  prices,
  now,
}: {
  readonly spending: Store['spending'];
  readonly contactBook: Pick<ContactBook, 'organisation'>;
  readonly prices: Prices;
  readonly now: () => number;
}): CallSpending {
  return {
    async note({ organisationId }, seconds) {
      const minutes = furtherMinutes(seconds);
      if (minutes === 0) return;
      const settings = (await contactBook.organisation(organisationId))?.settings;
      const day = spendingDay(now(), settings?.timeZone);
      await spending.spend(organisationId, day, costOf({ for: 'call', minutes }, prices), undefined);
    },
  };
}
