import { condition, proxyLocalActivities } from '@temporalio/workflow';
import type { RecordActivities } from '../activities/contract.js';
import type { RecordReceipt } from '../domain/case-record.js';
import type { Journal, JournalRecord } from './journal.js';

/** Within this time MongoDB answers or counts as away; the entries wait in the journal. */
export const { recordCase } = proxyLocalActivities<RecordActivities>({
  startToCloseTimeout: '2 seconds',
  retry: { maximumAttempts: 1 },
});

const firstPauseMilliseconds = 2_000;
const longestPauseMilliseconds = 60_000;

/**
 * Writes what no dial carries: after each state change once, and again with growing pauses while MongoDB is away, until
 * it is stored. Runs beside the story for the whole life of the case.
 */
export class Recorder<Event, View> {
  #busy = false;

  constructor(
    private readonly journal: Journal<Event, View>,
    private readonly view: () => View,
    private readonly isPausing: () => boolean,
    private readonly store: (record: JournalRecord<Event, View>) => Promise<RecordReceipt>,
  ) {}

  get isBusy(): boolean {
    return this.#busy;
  }

  async keepRecording(): Promise<never> {
    let pause = firstPauseMilliseconds;
    for (;;) {
      await condition(() => this.journal.wantsRecording && !this.isPausing());
      if (await this.#recordOnce()) {
        pause = firstPauseMilliseconds;
        continue;
      }
      // A dial may get the record through meanwhile.
      await condition(() => this.journal.isClean || this.isPausing(), pause);
      pause = Math.min(pause * 2, longestPauseMilliseconds);
    }
  }

  async #recordOnce(): Promise<boolean> {
    this.#busy = true;
    const record = this.journal.record(this.view());
    try {
      const { recordedThrough } = await this.store(record);
      this.journal.confirm(record, recordedThrough);
      return true;
    } catch {
      this.journal.confirm(record, undefined);
      return false;
    } finally {
      this.#busy = false;
    }
  }
}
