import type { TimelineEntry, TimelineEvent } from '../../domain/timeline.js';

/** What has reached the projection, as MongoDB would hold it: an entry is written once and never changes. */
export class RecordedTimeline {
  readonly breaches: string[] = [];
  readonly #entries = new Map<number, TimelineEntry>();

  add(entry: TimelineEntry): void {
    const known = this.#entries.get(entry.sequence);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(entry)) {
      this.breaches.push(`entry ${entry.sequence} was told in two ways`);
    }
    this.#entries.set(entry.sequence, entry);
  }

  /** In order, up to the first gap. */
  get entries(): readonly TimelineEntry[] {
    const complete: TimelineEntry[] = [];
    for (;;) {
      const next = this.#entries.get(complete.length + 1);
      if (next === undefined) return complete;
      complete.push(next);
    }
  }

  get events(): readonly TimelineEvent[] {
    return this.entries.map(({ event }) => event);
  }

  /** Whether anything stands behind a gap. */
  get hasGap(): boolean {
    return this.#entries.size !== this.entries.length;
  }
}
