import type { JournalEvent } from '../journal/journal-event.js';
import type { JournalFollower } from './journal-follower.js';
import { togetherSince } from './together.js';

export type EventName = JournalEvent['event'];
export type EventOf<Name extends EventName> = Extract<JournalEvent, { event: Name }>;

/** Real seconds. */
export interface Within {
  readonly within?: number;
}

const patienceSeconds = 5;

/**
 * What a test expects to happen on the phones. Each expectation consumes the events of its number up to the one it
 * found, so that a story reads top to bottom; calls and texts of a number are two threads of its story.
 */
export class Expectations {
  readonly #journal: JournalFollower;
  /** The last consumed event by number and thread. */
  #consumed = new Map<string, number>();

  constructor(journal: JournalFollower) {
    this.#journal = journal;
  }

  forget(): void {
    this.#consumed.clear();
  }

  callTo(number: string, { within }: Within = {}): Promise<EventOf<'call-created'>> {
    return this.event(number, 'call-created', {
      within,
      where: isOutbound,
      what: `a call to ${number}`,
    });
  }

  heard(number: string, pattern: RegExp, { within }: Within = {}): Promise<EventOf<'heard'>> {
    return this.event(number, 'heard', {
      within,
      where: (event) => pattern.test(event.text),
      what: `${number} hearing ${String(pattern)}`,
    });
  }

  text(number: string, pattern: RegExp, { within }: Within = {}): Promise<EventOf<'message-sent'>> {
    return this.event(number, 'message-sent', {
      within,
      where: (event) => pattern.test(event.body),
      what: `a text to ${number} with ${String(pattern)}`,
    });
  }

  ended(
    number: string,
    { within, status }: Within & { readonly status?: EventOf<'ended'>['status'] } = {},
  ): Promise<EventOf<'ended'>> {
    return this.event(number, 'ended', {
      within,
      where: (event) => status === undefined || event.status === status,
      what: `the end of a call with ${number}${status === undefined ? '' : ` (${status})`}`,
    });
  }

  /** The next event of this name on this phone for which `where` holds. */
  async event<Name extends EventName>(
    number: string,
    name: Name,
    options: {
      readonly within?: number | undefined;
      readonly where?: (event: EventOf<Name>) => boolean;
      readonly what?: string;
    } = {},
  ): Promise<EventOf<Name>> {
    const seconds = options.within ?? patienceSeconds;
    const found = await this.#journal.find(() => this.#search(number, name, options.where), seconds);
    if (found === undefined) {
      throw this.#failure(`Within ${seconds} s there was no ${options.what ?? `${name} of ${number}`}.`);
    }
    this.#consume(number, found);
    return found;
  }

  async noCallTo(number: string, options: { readonly for?: number } = {}): Promise<void> {
    await this.#nothing(number, 'call-created', options.for, isOutbound, 'call');
  }

  async noTextTo(number: string, options: { readonly for?: number } = {}): Promise<void> {
    await this.#nothing(number, 'message-sent', options.for, () => true, 'text');
  }

  /** All of these phones hear each other: in one conference (of this name), or two connected by a Dial. */
  async together(
    numbers: readonly string[],
    options: Within & { readonly conference?: string } = {},
  ): Promise<JournalEvent> {
    const notBefore = Math.max(...numbers.map((number) => this.#consumed.get(`${number} voice`) ?? 0));
    const seconds = options.within ?? patienceSeconds;
    const found = await this.#journal.find(
      () => togetherSince(this.#journal.events, numbers, options.conference, notBefore),
      seconds,
    );
    if (found === undefined) {
      const where = options.conference === undefined ? '' : ` in the conference ${options.conference}`;
      throw this.#failure(`Within ${seconds} s ${numbers.join(', ')} were not together${where}.`);
    }
    for (const number of numbers) {
      const key = `${number} voice`;
      this.#consumed.set(key, Math.max(this.#consumed.get(key) ?? 0, found.sequence));
    }
    return found;
  }

  #search<Name extends EventName>(
    number: string,
    name: Name,
    where: ((event: EventOf<Name>) => boolean) | undefined,
  ): EventOf<Name> | undefined {
    const isWanted = (event: JournalEvent): event is EventOf<Name> => event.event === name;
    return this.#journal.events
      .filter(isWanted)
      .find(
        (event) =>
          'number' in event &&
          event.number === number &&
          event.sequence > (this.#consumed.get(threadOf(number, event)) ?? 0) &&
          (where === undefined || where(event)),
      );
  }

  async #nothing<Name extends EventName>(
    number: string,
    name: Name,
    seconds = 1,
    where: (event: EventOf<Name>) => boolean,
    what: string,
  ): Promise<void> {
    const found = await this.#journal.find(() => this.#search(number, name, where), seconds);
    if (found !== undefined) throw this.#failure(`There was an unexpected ${what} to ${number}.`);
  }

  #consume(number: string, event: JournalEvent): void {
    this.#consumed.set(threadOf(number, event), event.sequence);
  }

  #failure(message: string): Error {
    return new Error(`${message} The journal so far:\n${this.#journal.describe()}`);
  }
}

function isOutbound(event: EventOf<'call-created'>): boolean {
  return event.direction !== 'inbound';
}

function threadOf(number: string, event: JournalEvent): string {
  return `${number} ${event.event.startsWith('message-') ? 'text' : 'voice'}`;
}
