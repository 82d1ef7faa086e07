import { DateTime } from 'luxon';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import type { AttemptOrder } from '../../domain/attempt.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import { capIn, costOf, type Expense, type Prices } from '../../domain/spending/spending.js';
import { quietly } from '../activity-failures.js';

export interface PurseDependencies {
  readonly store: Pick<Store, 'spending'>;
  readonly contactBook: ContactBook;
  readonly prices: Prices;
  readonly now: () => number;
}

/** What an organisation may spend on telephony today. */
export interface Purse {
  /**
   * Counts an expense that is about to be made.
   *
   * @returns false: it would pass the cap of the day, and must not be made. True while MongoDB is away.
   */
  admits(expense: Expense): Promise<boolean>;
}

/**
 * Opens a purse and begins to read what is in it at once, beside whatever else stands before the dial. Where no cap
 * counts the expense is noted in the background, so that it delays no call.
 *
 * @param bypassesCap a life may hang on it: it is counted, and never refused.
 */
export function openPurse(
  { store, contactBook, prices, now }: PurseDependencies,
  organisationId: OrganisationId,
  bypassesCap: boolean,
): Purse {
  const reading = quietly(
    'the spending cap',
    async () => (await contactBook.organisation(organisationId))?.settings,
  );
  const spend = async (amount: number, cap?: number): Promise<boolean> => {
    const day = spendingDay(now(), (await reading)?.timeZone);
    const counted = await quietly('the spending of the day', () =>
      store.spending.spend(organisationId, day, amount, cap),
    );
    return counted ?? true;
  };
  return {
    async admits(expense) {
      const amount = costOf(expense, prices);
      const cap = bypassesCap ? undefined : capIn(prices, (await reading)?.dailySpendCap);
      if (cap !== undefined) return spend(amount, cap);
      void spend(amount);
      return true;
    },
  };
}

/** The desk's own people are always called: somebody has to be left when an organisation has spent its money. */
export function purseOf(dependencies: PurseDependencies, order: AttemptOrder): Purse {
  const { organisationId, lifeSafety, target } = order;
  return openPurse(
    dependencies,
    organisationId,
    lifeSafety || target.role === 'desk' || target.role === 'duty-lead',
  );
}

/** The day, `yyyy-mm-dd`, of an organisation's spending: its own, since its people read it. */
export function spendingDay(at: number, timeZone = 'UTC'): string {
  return DateTime.fromMillis(at, { zone: timeZone }).toFormat('yyyy-MM-dd');
}
