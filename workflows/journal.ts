import type { CaseView, SealedText } from '../domain/case-record.js';
import type { TimelineEvent } from '../domain/timeline.js';

/** Something that has happened, in its place. */
export interface JournalEntry<Event> {
  /** Rises by one, without a gap. */
  readonly sequence: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly event: Event;
}

/** What is handed over to be stored; of an incident it is a `CaseRecord`. */
export interface JournalRecord<Event, View> {
  readonly revision: number;
  readonly view: View;
  readonly entries: readonly JournalEntry<Event>[];
  /** The sequence of the last entry that the case has told; 0: none. */
  readonly toldThrough: number;
  readonly sealedTexts: readonly SealedText[];
}

/** What of the journal survives continue-as-new. */
export interface JournalData<Event = TimelineEvent> {
  readonly revision: number;
  readonly nextSequence: number;
  readonly unconfirmed: readonly JournalEntry<Event>[];
  readonly sealedTexts: readonly SealedText[];
  readonly changed: boolean;
}

/**
 * How many entries one record carries at the most: while MongoDB is away entries wait here, and every dial would
 * otherwise carry a longer and longer tail through the history.
 */
const entriesPerRecord = 100;
/** More than a case makes. */
const revisionsPerMillisecond = 1_000;

/**
 * The case's own memory of what has happened, until the projection is known to hold it. Entries leave only when a
 * receipt confirms them; a view that was handed over unconfirmed counts as not stored.
 */
export class Journal<Event = TimelineEvent, View = CaseView> {
  #revision: number;
  #nextSequence: number;
  #unconfirmed: JournalEntry<Event>[];
  #sealedTexts: SealedText[];
  #changed: boolean;
  #holds = 0;

  /**
   * @param now the workflow's clock in epoch milliseconds: the beginning of the task under way. A task that was lost is done
   *   again later, so what was recorded in it has a lower revision than whatever is recorded from then on.
   */
  constructor(
    data: JournalData<Event> | undefined,
    private readonly now: () => number,
  ) {
    this.#revision = data?.revision ?? 0;
    this.#nextSequence = data?.nextSequence ?? 1;
    this.#unconfirmed = [...(data?.unconfirmed ?? [])];
    this.#sealedTexts = [...(data?.sealedTexts ?? [])];
    this.#changed = data?.changed ?? true;
  }

  /** Adds what has happened, and says in which place. */
  tell(event: Event, at: number): number {
    const sequence = this.#nextSequence++;
    this.#unconfirmed.push({ sequence, at, event });
    this.#changed = true;
    return sequence;
  }

  keepText(text: SealedText): void {
    this.#sealedTexts.push(text);
    this.#changed = true;
  }

  /** The view has changed without an event, e.g. its next action. */
  touch(): void {
    this.#changed = true;
  }

  /** A dial is coming that will carry the record: no projection may stand before it. */
  hold(): void {
    this.#holds += 1;
  }

  release(): void {
    this.#holds -= 1;
  }

  /** Something waits to be stored that no dial is about to carry. */
  get wantsRecording(): boolean {
    return this.#changed && this.#holds === 0;
  }

  get isClean(): boolean {
    return !this.#changed && this.#unconfirmed.length === 0 && this.#sealedTexts.length === 0;
  }

  /** The record to hand over now, with everything that is not known to be stored. */
  record(view: View): JournalRecord<Event, View> {
    this.#revision = Math.max(this.#revision + 1, this.now() * revisionsPerMillisecond);
    this.#changed = this.#unconfirmed.length > entriesPerRecord;
    return {
      revision: this.#revision,
      view,
      entries: this.#unconfirmed.slice(0, entriesPerRecord),
      toldThrough: this.#nextSequence - 1,
      sealedTexts: this.#sealedTexts,
    };
  }

  /** The record as it would be, for queries: changes nothing. */
  peek(view: View): JournalRecord<Event, View> {
    return {
      revision: this.#revision,
      view,
      entries: [...this.#unconfirmed],
      toldThrough: this.#nextSequence - 1,
      sealedTexts: [],
    };
  }

  /**
   * What is known about a record that was handed over: entries up to `recordedThrough` are stored. Undefined: nothing
   * is known, so all of it is handed over again with the next record.
   */
  confirm(
    record: Pick<JournalRecord<Event, View>, 'entries' | 'sealedTexts'>,
    recordedThrough: number | undefined,
  ): void {
    if (recordedThrough === undefined) {
      this.#changed = true;
      return;
    }
    this.#unconfirmed = this.#unconfirmed.filter(({ sequence }) => sequence > recordedThrough);
    const last = record.entries.at(-1);
    if (last !== undefined && last.sequence > recordedThrough) {
      this.#changed = true;
      return;
    }
    this.#sealedTexts = this.#sealedTexts.filter((text) => !record.sealedTexts.includes(text));
  }

  toData(): JournalData<Event> {
    return {
      revision: this.#revision,
      nextSequence: this.#nextSequence,
      unconfirmed: this.#unconfirmed,
      sealedTexts: this.#sealedTexts,
      changed: this.#changed,
    };
  }
}
