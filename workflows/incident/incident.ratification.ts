import {
  answerRatification,
  askRatification,
  isUnratified,
  lapseRatification,
} from '../../domain/incident/override.js';
import { coverWithin } from '../../domain/orders/overriding.js';
import { sameTarget, targetKey, type Target } from '../../domain/target.js';
import type { Actor } from '../../domain/timeline.js';
import type { Journal } from '../journal.js';
import type { Notices } from '../notices.js';
import type { Deed } from './incident.case.js';
import type { GiveRatificationAnswer } from './incident.messages.js';
import type { OrderBook } from './incident.order-book.js';
import { costsAreOpen, wordsWanted, type IncidentData } from './incident.state.js';

/**
 * Who answers afterwards for a life-safety override, and for what it has started (I8): the authorising persons, each within
 * their limit. A late acknowledger gives their word on it, which covers nothing. See docs/adr/0016.
 */
export class Ratification {
  constructor(
    private readonly data: IncidentData,
    private readonly journal: Journal,
    private readonly notices: Pick<Notices, 'add'>,
    private readonly orders: OrderBook,
  ) {}

  /** The override has fired. */
  ask(now: number): void {
    const { authorising } = this.data;
    if (authorising.length > 0) this.#ask(authorising, now);
  }

  /** The settings were read: where they named nobody when it fired, they may do so now. */
  askWhoIsNamedNow(now: number): void {
    const { override, authorising } = this.data;
    const asked = askRatification(override);
    if (authorising.length === 0 || asked === override) return;
    this.data.override = asked;
    this.#ask(authorising, now);
  }

  /** @returns whether whoever has acknowledged is asked for their word on an override that had fired before. */
  askLateAcknowledger(by: Actor, now: number): boolean {
    const { override, lateAcknowledgers } = this.data;
    if (by.by !== 'target' || !isUnratified(override)) return false;
    if (!lateAcknowledgers.some((target) => sameTarget(target, by.target))) {
      this.data.lateAcknowledgers = [...lateAcknowledgers, by.target];
      this.#ask([by.target], now);
    }
    return true;
  }

  /** An authorising person is asked once more by text and mail, beside the call. */
  remind(target: Target): void {
    const { override } = this.data;
    if (override.state !== 'fired') return;
    this.notices.add({ kind: 'ratification-asked', to: [target], ceiling: override.ceiling });
  }

  /** `not-authorised`: nothing has changed. */
  give(
    answer: 'ratified' | 'refused',
    { by, means, now }: Deed,
  ): GiveRatificationAnswer['decided'] | 'not-authorised' {
    const { override } = this.data;
    if (this.orders.mayDecide(by)) {
      if (!isUnratified(override)) return 'over';
      const decision = { by, means, at: now };
      const limit = this.orders.limitOf(by);
      const covers = coverWithin(override.ceiling, limit);
      this.data.override = answerRatification(override, answer, decision, limit);
      const covered = answer === 'ratified' ? { covers } : {};
      this.journal.tell({ type: 'ratification-given', by, answer, means, ...covered }, now);
      this.orders.decideWithOverride(answer, decision, covers);
      return answer;
    }
    if (by.by !== 'target' || !this.#isLateAcknowledger(by.target)) return 'not-authorised';
    const isWanted = wordsWanted(this.data).some((target) => sameTarget(target, by.target));
    if (!isWanted || !isUnratified(override)) return 'over';
    this.data.givenWords = [...(this.data.givenWords ?? []), by.target];
    this.journal.tell({ type: 'override-word-given', by, answer, means }, now);
    return 'word-recorded';
  }

  /** The time of asking is over: what nobody has answered stays unanswered. */
  lapse(now: number): void {
    if (!costsAreOpen(this.data)) return;
    const lapsed = lapseRatification(this.data.override);
    if (lapsed !== this.data.override) {
      this.data.override = lapsed;
      this.journal.tell({ type: 'ratification-lapsed' }, now);
    }
    this.orders.lapse(now);
  }

  /** Keys of those who have been asked and need not be asked again. */
  get answered(): ReadonlySet<string> {
    return new Set((this.data.givenWords ?? []).map(targetKey));
  }

  #isLateAcknowledger(target: Target): boolean {
    return this.data.lateAcknowledgers.some((late) => sameTarget(late, target));
  }

  #ask(of: readonly Target[], now: number): void {
    const { override } = this.data;
    if (override.state !== 'fired') return;
    this.journal.tell({ type: 'ratification-asked', of }, now);
    this.notices.add({ kind: 'ratification-asked', to: of, ceiling: override.ceiling });
  }
}
