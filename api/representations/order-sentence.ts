import type { AnswerMeans } from '../../domain/attempt.js';
import type { Money } from '../../domain/escalation/policy.js';
import type { TimelineEvent } from '../../domain/timeline.js';
import { formatMoment, formatMoney } from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';
import type { Reader } from './timeline-sentence.js';

type OrderEvent = Extract<TimelineEvent, { readonly estimate: Money }>;

/** What happened to a fee-based service, as one sentence for a person (I9, I10). */
export async function sentenceOfOrder(event: OrderEvent, wording: Wording, reader: Reader): Promise<string> {
  const { language, timeZone, nameOfActor } = reader;
  const money = (amount: Money) => formatMoney(amount, language);
  const by = (means: AnswerMeans) => wording.text(language, `names.means.${means}`);
  const order = {
    service: wording.text(language, `names.feeService.${event.service}`),
    estimate: money(event.estimate),
  };

  switch (event.type) {
    case 'order-placed': {
      const values = { ...order, who: await nameOfActor(event.by) };
      if (event.expiresAt === undefined) {
        return wording.text(language, 'timeline.order-placed-at-once', values);
      }
      const until = formatMoment(event.expiresAt, timeZone, language);
      return wording.text(language, 'timeline.order-placed', { ...values, until });
    }
    case 'order-approved':
    case 'order-refused':
      return wording.text(language, `timeline.${event.type}`, {
        ...order,
        who: await nameOfActor(event.by),
        means: by(event.means),
      });
    case 'order-expired':
      return wording.text(language, 'timeline.order-expired', order);
    case 'order-overridden':
      return event.ratification === 'asked'
        ? wording.text(language, 'timeline.order-overridden-asked', order)
        : wording.text(language, 'timeline.order-overridden', order);
    case 'order-ratification-given': {
      const values = { ...order, who: await nameOfActor(event.by), means: by(event.means) };
      const isYes = event.answer === 'ratified';
      if (event.withOverride === true) {
        const key = isYes ? 'order-ratified-with-override' : 'order-refused-with-override';
        return wording.text(language, `timeline.${key}`, values);
      }
      return wording.text(
        language,
        `timeline.${isYes ? 'order-ratified' : 'order-ratification-refused'}`,
        values,
      );
    }
    case 'order-ratification-asked':
    case 'order-ratification-lapsed':
      return wording.text(language, `timeline.${event.type}`, order);
    case 'order-withdrawn':
      return event.by.by === 'rule'
        ? wording.text(language, 'timeline.order-withdrawn-by-closure', order)
        : wording.text(language, 'timeline.order-withdrawn', { ...order, who: await nameOfActor(event.by) });
    case 'cost-recorded': {
      const values = { ...order, who: await nameOfActor(event.by), cost: money(event.cost) };
      const sentence =
        event.former === undefined
          ? wording.text(language, 'timeline.cost-recorded', values)
          : wording.text(language, 'timeline.cost-corrected', { ...values, former: money(event.former) });
      if (event.exceeds === undefined) return sentence;
      const approved = money(event.exceeds);
      return `${sentence} ${wording.text(language, 'timeline.cost-exceeds', { approved })}`;
    }
    case 'excess-decided':
      return wording.text(language, `timeline.excess-${event.answer}`, {
        ...order,
        who: await nameOfActor(event.by),
        means: by(event.means),
        total: money(event.total),
      });
    case 'excess-lapsed':
      return wording.text(language, 'timeline.excess-lapsed', { ...order, total: money(event.total) });
  }
}
