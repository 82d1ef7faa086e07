import { condition } from '@temporalio/workflow';

/**
 * Questions that are put to the same people, one at a time: whoever is asked one hears the next when the first is over.
 * Asked side by side, the second call would find the line of the first occupied and go on to somebody else, although
 * the right person was on the phone.
 */
export class EscalationQueue {
  #waiting: readonly object[] = [];

  /** Waits for one's turn behind everybody who has come before. Whoever enters has to leave, also without a turn. */
  async enter(who: object, isPointless: () => boolean): Promise<void> {
    this.#waiting = [...this.#waiting, who];
    await condition(() => this.#waiting[0] === who || isPointless());
  }

  leave(who: object): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting !== who);
  }
}
