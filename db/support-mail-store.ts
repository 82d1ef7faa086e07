import type {
  AccountId,
  ReceivedMailId,
  SupportCaseId,
  SupportMailId,
  UserId,
} from '../domain/identifiers.js';

/** Whom a mail of ours goes to. The address is looked up when it is sent. */
export type SupportMailReceiver =
  | { readonly is: 'user'; readonly userId: UserId }
  /** Whoever has written to a case that takes no reply any more (C6). */
  | { readonly is: 'sender'; readonly receivedMailId: ReceivedMailId };

/** What a mail of ours tells. Its words are made when it is sent. */
export type SupportMailSubject =
  /** Something that happened in the case (C5): the entry of its timeline. */
  { readonly is: 'news'; readonly sequence: number } | { readonly is: 'case-closed' };

export const supportMailStates = [
  /** It will be sent, or sent again. */
  'pending',
  /** A mail server has taken it. */
  'sent',
  /** A mail server has refused it for good. */
  'refused',
  /** No mail server has taken it for days. */
  'given-up',
  /** A mail server has taken it, and reported later that it did not arrive. */
  'bounced',
  /** There was nobody any more whom it could have told, or nothing to tell. */
  'dropped',
] as const;
export type SupportMailState = (typeof supportMailStates)[number];

/** A mail about a support case that goes out, from the moment on at which it is due. */
export interface SupportMail {
  readonly id: SupportMailId;
  readonly caseId: SupportCaseId;
  readonly accountId: AccountId;
  readonly to: SupportMailReceiver;
  readonly about: SupportMailSubject;
  readonly state: SupportMailState;
  readonly createdAt: Date;
  /** How often somebody has begun to send it. */
  readonly tries: number;
}

export type NewSupportMail = Omit<SupportMail, 'state' | 'tries'>;
