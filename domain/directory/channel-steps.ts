import type { Reachable } from './people.js';
import type { Channel, ChannelStep } from '../attempt.js';

/**
 * The ways to call somebody in an escalation: every phone in order. Only who has no phone is asked by mail; nobody
 * waits for the answer to a text while there is a line that could ring. None: the person is skipped and reported (I6).
 */
export function escalationSteps({ phones, email }: Reachable): readonly ChannelStep[] {
  if (phones.length > 0) return phones.map((_phone, position) => ({ channel: 'voice', position }));
  return email === undefined ? [] : [{ channel: 'email', position: 0 }];
}

/** The ways to ask a traveller in one round of a status call, in the order that the policy names (I2). */
export function statusCallSteps(
  { phones, texts, email }: Reachable,
  channels: readonly Channel[],
): readonly ChannelStep[] {
  return channels.flatMap((channel): readonly ChannelStep[] => {
    switch (channel) {
      case 'voice':
        return phones.map((_phone, position) => ({ channel, position }));
      case 'sms':
        return texts && phones.length > 0 ? [{ channel, position: 0 }] : [];
      case 'email':
        return email === undefined ? [] : [{ channel, position: 0 }];
    }
  });
}
