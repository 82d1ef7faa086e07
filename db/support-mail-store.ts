import type { AccountId, SupportCaseId, SupportMailId } from '../domain/identifiers.js';
import {
  undeliveredReasons,
  type SupportMailReceiver,
  type SupportMailSubject,
} from '../domain/support-case/support-mail.js';

export type { SupportMailReceiver, SupportMailSubject } from '../domain/support-case/support-mail.js';

export const supportMailStates = [
  /** It will be sent, or sent again. */
  'pending',
  /** A mail server has taken it. */
  'sent',
  ...undeliveredReasons,
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

/** How many mails are still to be sent. */
export interface SupportMailsPending {
  readonly count: number;
  /** Absent: none. */
  readonly oldestSince?: Date;
}

/** Mails about support cases that go out: an outbox (ADR 24). */
export interface SupportMailRepository {
  /** It will be sent. The same one twice is sent once. */
  put(mail: NewSupportMail): Promise<'kept' | 'exists'>;
  find(id: SupportMailId): Promise<SupportMail | undefined>;
  /** Mails that are to be sent and that nobody is sending, the oldest first. */
  waiting(now: Date, limit: number): Promise<readonly SupportMailId[]>;
  /** Those of them that nobody has begun to send yet. */
  fresh(now: Date, limit: number): Promise<readonly SupportMailId[]>;
  /** The mail is the caller's until the moment; undefined when it is settled, or somebody else's. */
  claim(id: SupportMailId, now: Date, until: Date): Promise<SupportMail | undefined>;
  /** It could not be sent now: nobody tries before the moment. */
  putOff(id: SupportMailId, until: Date): Promise<void>;
  /** What became of it; false when it does not stand there any more. */
  settle(
    id: SupportMailId,
    from: readonly SupportMailState[],
    state: Exclude<SupportMailState, 'pending'>,
  ): Promise<boolean>;
  /** Whether earlier news of the same case are still to be sent to the same receiver. */
  isBehindOthers(mail: SupportMail): Promise<boolean>;
  /** The last earlier news of the same case that were sent to the same receiver, oldest first. */
  sentBefore(mail: SupportMail, limit: number): Promise<readonly SupportMail[]>;
  pending(): Promise<SupportMailsPending>;
}
