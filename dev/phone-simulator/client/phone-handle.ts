import type { z } from 'zod';
import type { Deed, PhoneScript, TextDelivery } from '../people/phone-script.js';
import {
  callViewSchema,
  messageViewSchema,
  phoneViewSchema,
  recordingViewSchema,
  type CallView,
  type MessageView,
  type PhoneChange,
  type RecordingView,
} from '../scripting/shapes.js';
import type { Ask } from './http.js';
import { phoneScripts, type Answering } from './phone-scripts.js';

/** The phone of one person: first how it reacts to calls, then what the person does by hand. */
export class PhoneHandle {
  readonly number: string;
  readonly #ask: Ask;

  constructor(ask: Ask, number: string) {
    this.#ask = ask;
    this.number = number;
  }

  ringsOut(): Promise<void> {
    return this.reacts(phoneScripts.ringsOut());
  }
  isBusy(): Promise<void> {
    return this.reacts(phoneScripts.isBusy());
  }
  isUnreachable(): Promise<void> {
    return this.reacts(phoneScripts.isUnreachable());
  }
  declines(after?: number): Promise<void> {
    return this.reacts(phoneScripts.declines(after));
  }
  isVoicemail(options?: { readonly after?: number; readonly greetingSeconds?: number }): Promise<void> {
    return this.reacts(phoneScripts.isVoicemail(options));
  }
  answers(answering?: Answering): Promise<void> {
    return this.reacts(phoneScripts.answers(answering));
  }
  isAnsweredByHand(): Promise<void> {
    return this.reacts(phoneScripts.isAnsweredByHand());
  }
  /** One reaction for each call; the last one repeats. */
  inOrder(scripts: readonly PhoneScript[]): Promise<void> {
    return this.#change({ scripts: [...scripts] });
  }
  reacts(script: PhoneScript): Promise<void> {
    return this.#change({ script });
  }
  /** Whose phone it is, for the page. */
  belongsTo(name: string): Promise<void> {
    return this.#change({ name });
  }
  /** What becomes of texts to this phone. */
  receivesTexts(textDelivery: TextDelivery): Promise<void> {
    return this.#change({ textDelivery });
  }

  /** Calls a number that an account owns; `then` begins when it is answered. */
  calls(to: string, then: readonly Deed[] = []): Promise<CallView> {
    return this.#act('call', callViewSchema, { to, then });
  }
  texts(to: string, body: string): Promise<MessageView> {
    return this.#act('text', messageViewSchema, { to, body });
  }

  /** Takes the ringing call; rejects when the phone does not ring. */
  picksUp(then: readonly Deed[] = []): Promise<CallView> {
    return this.#act('answer', callViewSchema, { then });
  }
  letsVoicemailAnswer(): Promise<CallView> {
    return this.#act('answer', callViewSchema, { as: 'voicemail' });
  }
  /** Declines the ringing call. */
  rejects(): Promise<CallView> {
    return this.#act('reject', callViewSchema);
  }
  lineGoesBusy(): Promise<CallView> {
    return this.#act('busy', callViewSchema);
  }
  presses(digits: string): Promise<CallView> {
    return this.#act('press', callViewSchema, { digits });
  }
  says(text: string, confidence?: number): Promise<CallView> {
    return this.#act('say', callViewSchema, confidence === undefined ? { text } : { text, confidence });
  }
  hangsUp(): Promise<CallView> {
    return this.#act('hang-up', callViewSchema);
  }

  /** Somebody of the account has the call recorded from now on. */
  isRecorded(): Promise<RecordingView> {
    return this.#act('record', recordingViewSchema);
  }

  async #change(change: PhoneChange): Promise<void> {
    await this.#ask('PUT', `/phones/${encodeURIComponent(this.number)}`, phoneViewSchema, change);
  }

  #act<Schema extends z.ZodType>(action: string, schema: Schema, body?: unknown): Promise<z.output<Schema>> {
    return this.#ask('POST', `/phones/${encodeURIComponent(this.number)}/${action}`, schema, body ?? {});
  }
}
