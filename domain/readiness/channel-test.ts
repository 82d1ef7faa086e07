import type { AnswerMeans, AttemptDetail, AttemptReason, AttemptResult, Channel } from '../attempt.js';
import type { Reachable } from '../directory/people.js';
import type { ContactId } from '../identifiers.js';

/**
 * `requested`: it is about to begin. `waiting`: the person has quiet hours. `under-way`: called or written to, and not
 * answered yet. `confirmed`: a person has said that it reached them. `unconfirmed`: it was answered or delivered, and nobody
 * confirmed. `failed`: it did not get through.
 */
export const channelTestStates = [
  'requested',
  'waiting',
  'under-way',
  'confirmed',
  'unconfirmed',
  'failed',
] as const;
export type ChannelTestState = (typeof channelTestStates)[number];

/** One way to reach somebody of the settings: the n-th number of a channel, or the address. */
export interface TestedChannel {
  readonly contactId: ContactId;
  readonly channel: Channel;
  readonly position: number;
}

/** What came of a test. Epoch milliseconds. */
export interface ChannelTestOutcome {
  readonly state: ChannelTestState;
  readonly at: number;
  readonly reason?: AttemptReason;
  readonly detail?: AttemptDetail;
  readonly means?: AnswerMeans;
  /** Until then the person has quiet hours. */
  readonly notBefore?: number;
}

/** What is known of one channel, as long as its number or address is the one that was tested. */
export interface KnownChannel extends TestedChannel {
  /** When a person has last confirmed on it, in epoch milliseconds; absent: never. */
  readonly confirmedAt?: number;
  /** The latest test. */
  readonly last?: ChannelTestOutcome;
}

/** Whether a person confirmed, and else whether it got through at all: a voicemail has answered, a busy line has not. */
export function outcomeOfTest(
  { reason, detail, means }: AttemptResult,
  at: number,
): ChannelTestOutcome & { readonly state: 'confirmed' | 'unconfirmed' | 'failed' } {
  return {
    state: stateOf(reason, detail),
    at,
    reason,
    ...(detail === undefined ? {} : { detail }),
    ...(means === undefined ? {} : { means }),
  };
}

function stateOf(
  reason: AttemptReason,
  detail: AttemptDetail | undefined,
): 'confirmed' | 'unconfirmed' | 'failed' {
  switch (reason) {
    case 'acknowledged':
      return 'confirmed';
    case 'declined':
    case 'voicemail':
      return 'unconfirmed';
    case 'expired':
      return detail === 'answered-without-key' ? 'unconfirmed' : 'failed';
    case 'no-answer':
      // A text or mail went out, and nobody has replied.
      return detail === 'no-reply' ? 'unconfirmed' : 'failed';
    case 'busy':
    case 'failed':
      return 'failed';
  }
}

/** The number or address of a channel; undefined: the person has none there. */
export function addressOf(
  { phones, texts, email }: Reachable,
  channel: Channel,
  position: number,
): string | undefined {
  switch (channel) {
    case 'voice':
      return phones[position];
    case 'sms':
      return texts && position === 0 ? phones[0] : undefined;
    case 'email':
      return position === 0 ? email : undefined;
  }
}
