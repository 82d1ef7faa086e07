import { z } from 'zod';
import { journalEventSchema, type JournalEvent } from '../journal/journal-event.js';
import type { Ask } from './http.js';

const repliedEventsSchema = z.object({ latest: z.number(), events: z.array(journalEventSchema) });

/** Reads the simulator's journal as it grows. */
export class JournalFollower {
  readonly #ask: Ask;
  #events: JournalEvent[] = [];
  #latest = 0;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** What happened since `skipToNow`, as far as it was read. */
  get events(): readonly JournalEvent[] {
    return this.#events;
  }

  /** Forgets everything that has happened so far. */
  async skipToNow(): Promise<void> {
    const { latest } = await this.#ask('GET', `/events?after=${2 ** 40}`, repliedEventsSchema);
    this.#events = [];
    this.#latest = latest;
  }

  /** Reads until `search` finds something, at most this long; undefined: it found nothing. */
  async find<T>(search: () => T | undefined, withinSeconds: number): Promise<T | undefined> {
    const deadline = Date.now() + withinSeconds * 1000;
    for (;;) {
      await this.#pull(0);
      const found = search();
      if (found !== undefined) return found;
      const seconds = (deadline - Date.now()) / 1000;
      if (seconds <= 0) return undefined;
      await this.#pull(Math.min(seconds, 20));
    }
  }

  /** The last events, one per line, for a message that explains a failure. */
  describe(): string {
    return this.#events.slice(-80).map(describeEvent).join('\n');
  }

  async #pull(waitSeconds: number): Promise<void> {
    const query = `/events?after=${this.#latest}&wait=${waitSeconds}`;
    const { events } = await this.#ask('GET', query, repliedEventsSchema);
    // Two expectations may read at the same time.
    const further = events.filter((event) => event.sequence > this.#latest);
    this.#events.push(...further);
    this.#latest = further.at(-1)?.sequence ?? this.#latest;
  }
}

function describeEvent(event: JournalEvent): string {
  const details = Object.entries(event)
    .filter(([name]) => !['event', 'sequence', 'time', 'callSid', 'params', 'messageSid'].includes(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
  return `  ${String(event.sequence).padStart(5)} ${event.time.slice(11, 23)} ${event.event} ${details}`;
}
