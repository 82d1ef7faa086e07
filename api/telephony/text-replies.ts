import { spendingDay } from '../../activities/spending/purse.js';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import { numberBlock, type DiallingRules } from '../../domain/dialling/dialling-rules.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import { capIn, costOf, type Prices } from '../../domain/spending/spending.js';
import { textParts } from '../../wording/text-parts.js';
import { ifKnown } from '../use-cases/time-limit.js';

export interface TextReply {
  readonly text: string;
  readonly organisationId: OrganisationId;
  /** It belongs to a call for help: it is counted, and never held back by the cap. */
  readonly carriesHelp: boolean;
}

export interface TextReplies {
  /** Whether a reply may be sent, which is counted then. True while MongoDB is away. */
  admit(to: PhoneNumber, reply: TextReply): Promise<boolean>;
}

const patience = 600;

/**
 * Replies to texts are texts: they obey the rules for numbers, and the cap of the organisation's day. Those of people whom
 * nobody knows count on the desk's day. What is no reply to a call for help goes to a number some times a day only.
 */
export function createTextReplies({
  attemptLimits,
  spending,
  contactBook,
  prices,
  rules,
  now,
}: {
  readonly attemptLimits: Pick<Store['attemptLimits'], 'take'>;
  readonly spending: Pick<Store['spending'], 'spend'>;
  readonly contactBook: Pick<ContactBook, 'organisation'>;
  readonly prices: Prices;
  readonly rules: DiallingRules;
  readonly now: () => number;
}): TextReplies {
  async function isWithinBounds(number: PhoneNumber): Promise<boolean> {
    const taken = await ifKnown(patience, () => attemptLimits.take('text-reply/number', number));
    return taken?.allowed ?? true;
  }

  return {
    async admit(to, { text, organisationId, carriesHelp }) {
      if (numberBlock(to, rules) !== undefined) return false;
      if (!carriesHelp && !(await isWithinBounds(to))) return false;
      const amount = costOf({ for: 'text', texts: textParts(text).parts }, prices);
      const counted = await ifKnown(patience, async () => {
        const settings = (await contactBook.organisation(organisationId))?.settings;
        const cap = carriesHelp ? undefined : capIn(prices, settings?.dailySpendCap);
        return spending.spend(organisationId, spendingDay(now(), settings?.timeZone), amount, cap);
      });
      return carriesHelp || (counted ?? true);
    },
  };
}
