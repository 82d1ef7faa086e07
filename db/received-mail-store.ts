import type { AccountId, ReceivedMailId, SupportCaseId } from '../domain/identifiers.js';
import type { Page, PageRequest } from './paging.js';

/** Where a mail that came in stands. */
export const receivedMailStates = [
  /** It is stored, and nobody has looked at it yet. */
  'received',
  /** It stands in a case. */
  'filed',
  /** It was for a case that takes no reply any more; its sender was told so (C6). */
  'closed-case',
  /** Somebody of the desk has to say where it belongs. */
  'review',
  /** A program wrote it: it is kept, and nothing follows from it. */
  'dropped-as-automatic',
  /** It came before: the same mail once more. It is kept, and nothing follows from it. */
  'repeated',
  /** No program can read it; somebody of the desk has to. */
  'unreadable',
  /** Somebody of the desk has said that nothing follows from it. */
  'discarded',
] as const;
export type ReceivedMailState = (typeof receivedMailStates)[number];

/** Where a mail stands about which somebody of the desk may decide. */
export const undecidedMailStates = [
  'review',
  'closed-case',
  'unreadable',
  'dropped-as-automatic',
  'repeated',
] as const satisfies readonly ReceivedMailState[];

/** What was told of a mail's way beside the mail itself. */
export interface ReceivedEnvelope {
  /** Empty for the null return path of bounces; absent when nobody told it. */
  readonly sender?: string;
  readonly recipients: readonly string[];
}

/** A mail that came in: its bytes are stored beside it, as they came. */
export interface ReceivedMail {
  readonly id: ReceivedMailId;
  readonly envelope: ReceivedEnvelope;
  readonly sizeBytes: number;
  readonly receivedAt: Date;
  /** How it came: the envelope of what came over HTTP is not proven by a conversation with a mail server. */
  readonly via: 'smtp' | 'http';
  readonly state: ReceivedMailState;
  /** A word of the program's that says why it stands there. */
  readonly why?: string;
  /** What its headers say; absent as long as it was not read, or cannot be. */
  readonly head?: ReceivedMailHead;
  readonly caseId?: SupportCaseId;
  /** Of the sender, where it is known. */
  readonly accountId?: AccountId;
  /** The case that it is being put into: into no other one, whoever else decides otherwise meanwhile. */
  readonly boundTo?: SupportCaseId;
  /** The mail that came before, where this is the same one once more. */
  readonly repetitionOf?: ReceivedMailId;
  /** How often somebody has begun to sort it, without having found out that something was away. */
  readonly tries: number;
}

/** For a list: who it says it is from, and what about. */
export interface ReceivedMailHead {
  readonly from: string;
  readonly subject: string;
  /** With angle brackets; absent when it has none that is usable. */
  readonly messageId?: string;
}

export type NewReceivedMail = Pick<ReceivedMail, 'id' | 'envelope' | 'receivedAt' | 'via'>;

/** What became of a mail. */
export type MailFiling = Pick<ReceivedMail, 'why' | 'caseId' | 'accountId' | 'repetitionOf'> & {
  readonly state: Exclude<ReceivedMailState, 'received'>;
};

export interface MailsStanding {
  readonly count: number;
  /** Absent: none. */
  readonly oldestAt?: Date;
}

/** Mails that came in, for the receiver, the relay that files them, and the desk. */
export interface ReceivedMailRepository {
  /**
   * The mail is stored, with all its bytes, when this resolves. A mail that is stored already is stored once: whoever
   * sends it again, because the answer was lost, gets the same one.
   */
  keep(mail: NewReceivedMail, bytes: Uint8Array): Promise<'kept' | 'exists'>;
  find(id: ReceivedMailId): Promise<ReceivedMail | undefined>;
  bytes(mail: Pick<ReceivedMail, 'id' | 'sizeBytes'>): Promise<Uint8Array>;
  /** Mails that nobody is sorting, the oldest first. */
  waiting(now: Date, limit: number): Promise<readonly Pick<ReceivedMail, 'id' | 'sizeBytes'>[]>;
  /** The mail is the caller's until the moment; undefined when it is filed, or somebody else's. */
  claim(id: ReceivedMailId, now: Date, until: Date): Promise<ReceivedMail | undefined>;
  /** What its headers say: known before anything follows from it, so that an answer can name what it answers. */
  noteHead(id: ReceivedMailId, head: ReceivedMailHead): Promise<void>;
  /**
   * Notes what tells this mail from all others. @returns the mail that has the same fingerprint already, if there is another one: of
   * two that ask at the same moment one gets the other.
   */
  noteFingerprint(id: ReceivedMailId, fingerprint: string): Promise<ReceivedMail | undefined>;
  /** False when it is being put into another case, or stands there. */
  bind(id: ReceivedMailId, caseId: SupportCaseId): Promise<boolean>;
  /** The case has refused it. */
  unbind(id: ReceivedMailId, caseId: SupportCaseId): Promise<void>;
  /** The case in which a mail stands that has one of these Message-IDs, each once. */
  casesOf(messageIds: readonly string[]): Promise<readonly SupportCaseId[]>;
  /** Something was away, so it could not be sorted now: nobody tries before the moment. */
  putOff(id: ReceivedMailId, until: Date): Promise<void>;
  /** What became of it; false when it does not stand there any more. */
  settle(id: ReceivedMailId, from: readonly ReceivedMailState[], filing: MailFiling): Promise<boolean>;
  /** How many stand there, and since when the oldest. */
  standing(state: ReceivedMailState): Promise<MailsStanding>;
  /** Newest first. */
  list(query: PageRequest & { readonly state?: ReceivedMailState }): Promise<Page<ReceivedMail>>;
}
