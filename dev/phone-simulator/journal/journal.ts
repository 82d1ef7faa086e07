import type { JournalEntry, JournalEvent } from './journal-event.js';

/** Everything that happened in the simulator, in order, since its start. */
export interface Journal {
  note(entry: JournalEntry): void;
  /** The kept events whose sequence number is greater than `sequence`. */
  after(sequence: number): readonly JournalEvent[];
  /** The sequence number of the latest event; 0 before the first. */
  readonly latest: number;
  /**
   * Resolves with the events after `sequence`: at once if there are any, else when the next happens, or with none when
   * `milliseconds` have passed or the signal is aborted.
   */
  next(sequence: number, milliseconds: number, signal: AbortSignal): Promise<readonly JournalEvent[]>;
}

/** Keeps the latest `limit` events; sequence numbers start at 1 and never repeat. */
export function createJournal(limit: number): Journal {
  let events: JournalEvent[] = [];
  let latest = 0;
  const readers = new Set<() => void>();

  const after = (sequence: number): readonly JournalEvent[] => {
    const first = events[0];
    if (first === undefined || sequence >= latest) return [];
    return events.slice(Math.max(0, sequence - first.sequence + 1));
  };

  return {
    after,
    get latest() {
      return latest;
    },
    note(entry) {
      latest += 1;
      events.push({ ...entry, sequence: latest, time: new Date().toISOString() });
      // Cut in large steps, so that a full journal does not copy itself at every event.
      if (events.length > limit * 1.2) events = events.slice(-limit);
      for (const wake of [...readers]) wake();
    },
    next(sequence, milliseconds, signal) {
      const present = after(sequence);
      if (present.length > 0 || milliseconds <= 0 || signal.aborted) return Promise.resolve(present);
      return new Promise((resolve) => {
        const finish = (): void => {
          readers.delete(finish);
          clearTimeout(timer);
          signal.removeEventListener('abort', finish);
          resolve(after(sequence));
        };
        const timer = setTimeout(finish, milliseconds);
        readers.add(finish);
        signal.addEventListener('abort', finish, { once: true });
      });
    },
  };
}
