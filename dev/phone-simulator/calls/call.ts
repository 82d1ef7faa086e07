import type { Account } from '../accounts/account.js';
import type { HttpMethod } from '../accounts/owned-number.js';
import { newSid } from '../sid.js';
import type { Verb } from '../twiml/verbs.js';
import { Line } from './line.js';

/** https://www.twilio.com/docs/voice/api/call-resource#call-status-values */
export type CallStatus = 'queued' | 'ringing' | 'in-progress' | FinalStatus;
export type FinalStatus = 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled';
export type CallDirection = 'inbound' | 'outbound-api' | 'outbound-dial';
export type AnsweredBy = 'human' | 'machine_start' | 'machine_end_beep' | 'unknown';

/** The steps of a call of which the account can be told. */
export type CallProgress = 'initiated' | 'ringing' | 'answered' | FinalStatus;
export type EndedBy = 'person' | 'script' | 'request' | 'network';

/** What the call does next: TwiML that is fetched, or that is there already. */
export type Instruction =
  | {
      readonly kind: 'fetch';
      readonly url: string;
      readonly method: HttpMethod;
      readonly params?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'document'; readonly twiml: string }
  | { readonly kind: 'verbs'; readonly verbs: readonly Verb[] };

export interface Fallback {
  readonly url: string;
  readonly method: HttpMethod;
}

export interface StatusCallbackSettings {
  readonly url: string;
  readonly method: HttpMethod;
  readonly events: ReadonlySet<'initiated' | 'ringing' | 'answered' | 'completed'>;
}

export interface NewCall {
  readonly account: Account;
  readonly direction: CallDirection;
  readonly from: string;
  readonly to: string;
  readonly parent?: Call;
  readonly heardBy?: Call | undefined;
  readonly fallback?: Fallback | undefined;
  readonly statusCallback?: StatusCallbackSettings | undefined;
}

type ProgressListener = (progress: CallProgress, by: EndedBy) => void;

/**
 * One call between the provider and one handset. It goes forward only: queued, ringing, in progress, over; whatever
 * waits for something on this call waits with `lifetime` or `stream`, so that nothing survives it.
 */
export class Call {
  readonly sid = newSid('CA');
  readonly createdAt = new Date();
  readonly account: Account;
  readonly direction: CallDirection;
  readonly from: string;
  readonly to: string;
  readonly parent: Call | undefined;
  /** The call at whose phone is heard what is said here; undefined: this call has a phone of its own. */
  readonly heardBy: Call | undefined;
  readonly line = new Line();
  fallback: Fallback | undefined;
  statusCallback: StatusCallbackSettings | undefined;
  answeredBy: AnsweredBy | undefined;

  #status: CallStatus = 'queued';
  #changedAt = this.createdAt;
  #startedAt: Date | undefined;
  #answeredAt: Date | undefined;
  #endedAt: Date | undefined;
  #listeners: ProgressListener[] = [];
  #life = new AbortController();
  #stream = new AbortController();
  #redirection: Instruction | undefined;

  constructor(order: NewCall) {
    this.account = order.account;
    this.direction = order.direction;
    this.from = order.from;
    this.to = order.to;
    this.parent = order.parent;
    this.heardBy = order.heardBy;
    this.fallback = order.fallback;
    this.statusCallback = order.statusCallback;
  }

  /** The phone of the person on this call. */
  get number(): string {
    return this.direction === 'inbound' ? this.from : this.to;
  }

  get status(): CallStatus {
    return this.#status;
  }
  get changedAt(): Date {
    return this.#changedAt;
  }
  /** When dialling began; undefined while queued. */
  get startedAt(): Date | undefined {
    return this.#startedAt;
  }
  get endedAt(): Date | undefined {
    return this.#endedAt;
  }
  get isAnswered(): boolean {
    return this.#answeredAt !== undefined;
  }
  get isOver(): boolean {
    return this.#endedAt !== undefined;
  }
  /** Whole seconds of talking; 0 for a call that nobody answered. */
  get talkSeconds(): number {
    if (this.#answeredAt === undefined || this.#endedAt === undefined) return 0;
    return Math.max(1, Math.round((this.#endedAt.getTime() - this.#answeredAt.getTime()) / 1000));
  }

  /** Aborted when the call is over. */
  get lifetime(): AbortSignal {
    return this.#life.signal;
  }
  /** Aborted when the call is over or goes on with other instructions. */
  get stream(): AbortSignal {
    return this.#stream.signal;
  }

  /** Told of every step from now on, in order, before anything else happens on the call. */
  onProgress(listener: ProgressListener): void {
    this.#listeners.push(listener);
  }

  initiate(): void {
    if (this.#status !== 'queued' || this.#startedAt !== undefined) return;
    this.#startedAt = new Date();
    this.#tell('initiated', 'network');
  }

  ring(): void {
    if (this.#status !== 'queued') return;
    this.#startedAt ??= new Date();
    this.#status = 'ringing';
    this.#tell('ringing', 'network');
  }

  answer(): void {
    if (this.isOver || this.isAnswered) return;
    this.#answeredAt = new Date();
    this.#startedAt ??= this.#answeredAt;
    this.#status = 'in-progress';
    this.#tell('answered', 'person');
  }

  /** Ends the call; without effect on one that is over. */
  end(status: FinalStatus, by: EndedBy): void {
    if (this.isOver) return;
    this.#endedAt = new Date();
    this.#status = status;
    this.#tell(status, by);
    this.#life.abort();
    this.#stream.abort();
  }

  /** The person puts the phone down, in whatever state the call is. */
  hangUp(): void {
    this.end(this.isAnswered ? 'completed' : 'no-answer', 'person');
  }

  /** Leaves the present instructions for others. False: the call is not in progress. */
  redirect(instruction: Instruction): boolean {
    if (this.#status !== 'in-progress') return false;
    this.#redirection = instruction;
    this.#stream.abort();
    return true;
  }

  /** Whether other instructions wait for the call. */
  get isRedirected(): boolean {
    return this.#redirection !== undefined;
  }

  /** The instructions to go on with, once, unless the call is over; afterwards `stream` is fresh. */
  takeRedirection(): Instruction | undefined {
    const redirection = this.#redirection;
    this.#redirection = undefined;
    if (redirection === undefined || this.isOver) return undefined;
    this.#stream = new AbortController();
    return redirection;
  }

  #tell(progress: CallProgress, by: EndedBy): void {
    this.#changedAt = new Date();
    for (const listener of this.#listeners) listener(progress, by);
  }
}
