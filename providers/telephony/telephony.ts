import type { PhoneNumber } from '../../domain/phone-number.js';
import type { VoiceScript } from './voice-script.js';

/** A call as the provider knows it. `account` tells which of the telephony accounts placed it. */
export interface CallHandle {
  readonly sid: string;
  readonly account: string;
}

/** A text as the provider knows it, sent or received. `account` tells on which of the telephony accounts. */
export interface TextHandle {
  readonly sid: string;
  readonly account: string;
}

/** One room of one account: the same name can stand for others. */
export interface ConferenceRoom {
  readonly sid: string;
  readonly account: string;
}

export interface CallOrder {
  readonly to: PhoneNumber;
  readonly from: PhoneNumber;
  /** Asked for the script as soon as somebody answers. Carries the attempt's key, so any callback proves the placing. */
  readonly answerUrl: string;
  /** Told of every change of the call's state. Carries the attempt's key too. */
  readonly statusUrl: string;
  /** Told whether a human or a machine answered; absent: no machine detection. */
  readonly machineDetectionUrl?: string;
  readonly ringSeconds: number;
  /**
   * Asked when an address above does not answer: static, and hosted apart, so nothing ends in a dead line. It dials with the
   * number that the call comes from, as an account may show numbers of its own only.
   */
  readonly fallbackUrl?: (from: PhoneNumber) => string;
}

export type CallState =
  'queued' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled';

export type AnsweredBy = 'human' | 'machine' | 'unknown';

export interface CallFacts extends CallHandle {
  readonly to: string;
  readonly from: string;
  readonly state: CallState;
  readonly answeredBy: AnsweredBy;
  readonly createdAt: Date;
}

/**
 * What became of an order to place a call. `unknown` means that the provider may have placed it (the reply was lost):
 * it must be looked up, never ordered again.
 */
export type Placement =
  | { readonly placed: 'yes'; readonly call: CallHandle }
  | {
      readonly placed: 'no';
      readonly why: 'number-refused' | 'number-blocked' | 'provider-rejected';
      readonly code?: number;
    }
  | { readonly placed: 'unknown'; readonly account: string; readonly orderedAt: Date };

/**
 * What became of a text. `unknown` means that the provider may have taken it (the reply was lost): it must not be sent again.
 */
export type TextDelivery =
  | { readonly sent: 'yes'; readonly text: TextHandle }
  | {
      readonly sent: 'unknown';
      readonly account: string;
      /** The number of the account that it may have been sent from. */
      readonly from: PhoneNumber;
      readonly orderedAt: Date;
    }
  | {
      readonly sent: 'no';
      readonly why: 'opted-out' | 'number-refused' | 'number-blocked' | 'provider-rejected';
      readonly code?: number;
    };

/**
 * Where to look for a call that was ordered here and whose SID is not known: neither an incoming one, nor one that a script
 * has dialled. Unclaimed: `claimed` lists the SIDs that belong to other attempts.
 */
export interface CallSearch {
  readonly account: string;
  readonly to: PhoneNumber;
  /** As in the order. An account with a number of its own has placed the call from that one. */
  readonly from: PhoneNumber;
  readonly placedAfter: Date;
  readonly claimed: ReadonlySet<string>;
  /** Only a call that is queued, ringing or in progress. */
  readonly onlyLive?: boolean;
}

/** How a text came to be sent: ordered by us, or as the answer to a webhook, which the provider makes a text of. */
export type TextOrigin = 'order' | 'reply';

/** What is known of a text that was sent and whose SID never came to us. */
export interface TextSearch {
  readonly account: string;
  readonly from: string;
  readonly to: string;
  readonly origin: TextOrigin;
  /** When it was ordered, or when the webhook was answered. */
  readonly orderedAt: Date;
}

/**
 * Calls and texts. Placing is the only operation that is not idempotent; it reports an unknown outcome instead of
 * throwing. All other operations may be repeated; they throw `DomainError('unavailable')` when the provider is away.
 */
export interface Telephony {
  /**
   * Orders one call, on the first account that takes it: a further account is tried only when the order was certainly
   * not taken (no connection, or any 4xx but 408) and the number is not the reason. A 5xx, a broken connection and a
   * missing reply prove nothing: the outcome is unknown.
   */
  placeCall(order: CallOrder): Promise<Placement>;
  lookUpCall(call: CallHandle): Promise<CallFacts | undefined>;
  findCall(search: CallSearch): Promise<CallFacts | undefined>;
  /** Calls to this number that are queued, ringing or in progress, on every account. */
  liveCallsTo(to: PhoneNumber): Promise<readonly CallFacts[]>;
  /**
   * Cancels a queued or ringing call; one in progress goes on with the script (or hangs up without one). A call that is
   * over already stays over: that is no error, here as in `redirectCall`.
   */
  stopCall(call: CallHandle, script?: VoiceScript): Promise<void>;
  /**
   * A call in progress goes on with the script, also one that is in a conference, which goes on without it.
   *
   * @param statusUrl told of the end of the call from now on; absent: whoever was told before.
   * @returns false: the call is over.
   */
  redirectCall(call: CallHandle, script: VoiceScript, statusUrl?: string): Promise<boolean>;
  /**
   * Has one participant of a conference hear the script at the address, beside what is said there; nobody is told when it
   * is over. Nothing happens where nobody with this label is in that room.
   */
  announce(room: ConferenceRoom, label: string, scriptUrl: string): Promise<void>;
  /**
   * Deletes a call that is over at the provider, with whatever was recorded of it (R2). One that is not there any more is no
   * error.
   *
   * @throws NotConfiguredError where it stands at an account that is not configured: it is there still.
   */
  forgetCall(call: CallHandle): Promise<void>;
  /**
   * Deletes a text at the provider (R2). One that is not there any more is no error.
   *
   * @throws DomainError `unavailable` also while the text is still under way: the provider deletes none of those.
   * @throws NotConfiguredError as for calls.
   */
  forgetText(text: TextHandle): Promise<void>;
  /**
   * Whether this is a former account at which nothing can be deleted from here any more: what stands there is left to the
   * provider's own retention, and nothing of it is asked about.
   */
  isGivenUp(account: string): boolean;
  /**
   * Texts that may be the one, made within a minute after its order, the nearest in time first.
   *
   * @throws NotConfiguredError as for calls.
   */
  findTexts(search: TextSearch): Promise<readonly TextHandle[]>;
  /**
   * Sends one text, on the first account that takes it, as calls are placed.
   *
   * @throws DomainError `unavailable` when it was certainly not sent, and may be later.
   */
  sendText(order: {
    readonly to: PhoneNumber;
    readonly from: PhoneNumber;
    readonly body: string;
  }): Promise<TextDelivery>;
}
