import type { Deed, PhoneScript } from '../people/phone-script.js';

/** What a person does after picking up; `then` instead of the short forms tells a longer story. All simulated seconds. */
export interface Answering {
  /** Picks up after this many seconds. */
  readonly after?: number;
  readonly say?: string;
  readonly confidence?: number;
  readonly press?: string;
  /** Waits this long before speaking or pressing. */
  readonly thinkingSeconds?: number;
  readonly hangUp?: boolean;
  readonly then?: readonly Deed[];
  /** What machine detection makes of the person. */
  readonly answeredBy?: 'human' | 'unknown';
}

/** How a phone reacts to one call. */
export const phoneScripts = {
  ringsOut: (): PhoneScript => ({ on: 'ring-out' }),
  isBusy: (): PhoneScript => ({ on: 'busy' }),
  isUnreachable: (): PhoneScript => ({ on: 'failed' }),
  declines: (after = 1): PhoneScript => ({ on: 'decline', afterSeconds: after }),
  isVoicemail: (
    options: { readonly after?: number; readonly greetingSeconds?: number } = {},
  ): PhoneScript => ({
    on: 'voicemail',
    ...(options.after === undefined ? {} : { afterSeconds: options.after }),
    ...(options.greetingSeconds === undefined ? {} : { greetingSeconds: options.greetingSeconds }),
  }),
  isAnsweredByHand: (): PhoneScript => ({ on: 'manual' }),
  answers: (answering: Answering = {}): PhoneScript => ({
    on: 'answer',
    then: [...(answering.then ?? deedsOf(answering))],
    ...(answering.after === undefined ? {} : { afterSeconds: answering.after }),
    ...(answering.answeredBy === undefined ? {} : { answeredBy: answering.answeredBy }),
  }),
};

function deedsOf(answering: Answering): readonly Deed[] {
  const deeds: Deed[] = [];
  if (answering.thinkingSeconds !== undefined) deeds.push({ do: 'wait', seconds: answering.thinkingSeconds });
  if (answering.say !== undefined) {
    const confidence = answering.confidence === undefined ? {} : { confidence: answering.confidence };
    deeds.push({ do: 'say', text: answering.say, ...confidence });
  }
  if (answering.press !== undefined) deeds.push({ do: 'press', digits: answering.press });
  if (answering.hangUp === true) deeds.push({ do: 'hang-up' });
  return deeds;
}
