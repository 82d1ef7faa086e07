import { spendingDay } from '../../activities/spending/purse.js';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import { numberBlock, type DiallingRules } from '../../domain/dialling/dialling-rules.js';
import { deskOrganisationId, type OrganisationId } from '../../domain/identifiers.js';
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

/** Replies to texts are texts: they obey the rules for numbers, and the cap of the organisation's day. */
export function createTextReplies({
  spending,
  contactBook,
  prices,
  rules,
  now,
}: {
  readonly spending: Pick<Store['spending'], 'spend'>;
  readonly contactBook: Pick<ContactBook, 'organisation'>;
  readonly prices: Prices;
  readonly rules: DiallingRules;
  readonly now: () => number;
}): TextReplies {
  return {
    async admit(to, { text, organisationId, carriesHelp }) {
      if (numberBlock(to, rules) !== undefined) return false;
      if (organisationId === deskOrganisationId) return true;
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
