import type { ReceivedMailId, UserId } from '../identifiers.js';

/** Whom a mail of ours about a support case goes to. The address is looked up when it is sent. */
export type SupportMailReceiver =
  | { readonly is: 'user'; readonly userId: UserId }
  /** The desk's own address, where nobody of the desk would be told otherwise (C9). */
  | { readonly is: 'desk' }
  /** Whoever has written to a case that takes no reply any more (C6). */
  | { readonly is: 'sender'; readonly receivedMailId: ReceivedMailId };

/** What a mail of ours tells. Its words are made when it is sent. */
export type SupportMailSubject =
  /** Something that happened in the case (C5): the entry of its timeline. */
  { readonly is: 'news'; readonly sequence: number } | { readonly is: 'case-closed' };

/** Why a mail of ours has not arrived, and will not (C5). */
export const undeliveredReasons = [
  /** A mail server has refused it for good. */
  'refused',
  /** A mail server has taken it, and reported later that it did not arrive. */
  'bounced',
  /** No mail server has taken it for days. */
  'given-up',
] as const;
export type UndeliveredReason = (typeof undeliveredReasons)[number];
