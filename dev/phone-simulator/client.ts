import { z } from 'zod';
import { Expectations, type EventName, type EventOf, type Within } from './client/expectations.js';
import { createAsk, type Ask } from './client/http.js';
import { JournalFollower } from './client/journal-follower.js';
import { PhoneHandle } from './client/phone-handle.js';
import type { faultSchema } from './faults.js';
import type { JournalEvent } from './journal/journal-event.js';
import {
  callViewSchema,
  conferenceViewSchema,
  messageViewSchema,
  phoneViewSchema,
  recordingViewSchema,
  type ownNumberSchema,
  type CallView,
  type ConferenceView,
  type MessageView,
  type PhoneView,
  type RecordingView,
} from './scripting/shapes.js';

export { phoneScripts, type Answering } from './client/phone-scripts.js';
export type { PhoneHandle } from './client/phone-handle.js';

const nothing = z.unknown();

/** Plays with a running phone simulator: scripts the people, makes things go wrong, and expects what must happen. */
export class PhoneSimulatorClient {
  readonly url: string;
  readonly #ask: Ask;
  readonly #journal: JournalFollower;
  readonly #expectations: Expectations;

  private constructor(url: string) {
    this.url = url;
    this.#ask = createAsk(url);
    this.#journal = new JournalFollower(this.#ask);
    this.#expectations = new Expectations(this.#journal);
  }

  /** What happened before is not seen by this client's expectations. */
  static async connect(url: string): Promise<PhoneSimulatorClient> {
    const client = new PhoneSimulatorClient(url.replace(/\/$/, ''));
    await client.#journal.skipToNow();
    return client;
  }

  phone(number: string): PhoneHandle {
    return new PhoneHandle(this.#ask, number);
  }

  /** Gives an account a number, or changes where its calls and texts are handled. */
  async ownNumber(number: z.input<typeof ownNumberSchema>): Promise<void> {
    await this.#ask('POST', '/numbers', nothing, number);
  }

  async setFault(fault: z.input<typeof faultSchema>): Promise<void> {
    await this.#ask('POST', '/faults', nothing, fault);
  }
  async clearFaults(): Promise<void> {
    await this.#ask('DELETE', '/faults', nothing);
  }

  /** Ends every call and forgets calls, texts, phones, faults and opt-outs; the owned numbers stay. */
  async reset(): Promise<void> {
    await this.#ask('POST', '/reset', nothing, {});
    await this.#journal.skipToNow();
    this.#expectations.forget();
  }

  async phones(): Promise<readonly PhoneView[]> {
    return (await this.#ask('GET', '/phones', z.object({ phones: z.array(phoneViewSchema) }))).phones;
  }
  /** Every call since the last reset, oldest first. */
  async calls(to?: string): Promise<readonly CallView[]> {
    const schema = z.object({ calls: z.array(callViewSchema) });
    return (await this.#ask('GET', `/calls${toQuery(to)}`, schema)).calls;
  }
  async messages(to?: string): Promise<readonly MessageView[]> {
    const schema = z.object({ messages: z.array(messageViewSchema) });
    return (await this.#ask('GET', `/messages${toQuery(to)}`, schema)).messages;
  }
  /** What was recorded since the last reset, of a call or of all. */
  async recordings(callSid?: string): Promise<readonly RecordingView[]> {
    const schema = z.object({ recordings: z.array(recordingViewSchema) });
    const query = callSid === undefined ? '' : `?call=${callSid}`;
    return (await this.#ask('GET', `/recordings${query}`, schema)).recordings;
  }
  async conferences(): Promise<readonly ConferenceView[]> {
    const schema = z.object({ conferences: z.array(conferenceViewSchema) });
    return (await this.#ask('GET', '/conferences', schema)).conferences;
  }
  /** Everything that has happened since this client connected (or the last reset). */
  async journal(): Promise<readonly JournalEvent[]> {
    await this.#journal.find(() => undefined, 0);
    return [...this.#journal.events];
  }

  expectCallTo(number: string, options?: Within): Promise<EventOf<'call-created'>> {
    return this.#expectations.callTo(number, options);
  }
  /** Resolves when no call was placed to the number for this long (real seconds, default 1). */
  expectNoCallTo(number: string, options?: { readonly for?: number }): Promise<void> {
    return this.#expectations.noCallTo(number, options);
  }
  expectHeard(number: string, pattern: RegExp, options?: Within): Promise<EventOf<'heard'>> {
    return this.#expectations.heard(number, pattern, options);
  }
  expectEnded(
    number: string,
    options?: Within & { readonly status?: EventOf<'ended'>['status'] },
  ): Promise<EventOf<'ended'>> {
    return this.#expectations.ended(number, options);
  }
  expectText(number: string, pattern: RegExp, options?: Within): Promise<EventOf<'message-sent'>> {
    return this.#expectations.text(number, pattern, options);
  }
  expectNoTextTo(number: string, options?: { readonly for?: number }): Promise<void> {
    return this.#expectations.noTextTo(number, options);
  }
  expectEvent<Name extends EventName>(
    number: string,
    name: Name,
    options?: Within & { readonly where?: (event: EventOf<Name>) => boolean },
  ): Promise<EventOf<Name>> {
    return this.#expectations.event(number, name, options);
  }
  /** Resolves when all of these phones hear each other: in one conference (of this name), or connected by a Dial. */
  expectTogether(
    numbers: readonly string[],
    options?: Within & { readonly conference?: string },
  ): Promise<JournalEvent> {
    return this.#expectations.together(numbers, options);
  }
}

function toQuery(to: string | undefined): string {
  return to === undefined ? '' : `?to=${encodeURIComponent(to)}`;
}
