import { z } from 'zod';
import type { ChannelTestId, IncidentId, OrganisationId, StatusCallId, TravellerId } from './identifiers.js';
import type { ApprovalQuestion } from './orders/order.js';
import type { ConferenceCall } from './incident/conference.js';
import type { Language } from './language.js';
import type { Target } from './target.js';

export const channels = ['voice', 'sms', 'email'] as const;
export type Channel = (typeof channels)[number];

/** Reason codes of I6. Only `acknowledged` means that somebody was reached. */
export const attemptReasons = [
  'acknowledged',
  'declined',
  'no-answer',
  'busy',
  'voicemail',
  'failed',
  'expired',
] as const;
export const attemptReasonSchema = z.enum(attemptReasons);
export type AttemptReason = z.infer<typeof attemptReasonSchema>;

/** What a traveller answers to a status call (I2). */
export const statusAnswers = ['ok', 'help'] as const;
export type StatusAnswer = (typeof statusAnswers)[number];

/** How an answer came. `operator`: entered for somebody. `console`: by the person themself, signed in. */
export const answerMeans = ['key', 'speech', 'sms', 'link', 'operator', 'console'] as const;
export type AnswerMeans = (typeof answerMeans)[number];

/** What is asked of the person: it decides the words they hear and what key 1 means. */
export const attemptPurposes = [
  /** A provider, backup, desk or duty lead is asked to take the incident. */
  'take',
  /** The same people are told to act without authorisation (I8). */
  'mandate',
  /** Somebody who took the incident is joined with a caller who waits. */
  'connect',
  /** Somebody is asked into the conference of an incident, because an operator wants them there (I12). */
  'join',
  /** An internal emergency contact is asked to take over. */
  'inform',
  /** An authorising person is asked to ratify an override; a late acknowledger for their word on it (I8). */
  'ratify',
  /** An authorising person is asked to approve a fee-based service, or afterwards to ratify it (I9). */
  'approve',
  /** The traveller is called back and joined with whoever took the incident. */
  'call-back',
  /** The traveller is asked for their status. */
  'status',
  /** Somebody in the settings is asked to confirm that they can be reached so (I13). */
  'test',
] as const;
export type AttemptPurpose = (typeof attemptPurposes)[number];

/** More about a reason, where the code alone would leave an operator guessing. */
export const attemptDetails = [
  'no-usable-channel',
  'number-refused',
  /** The guard against toll fraud: premium ranges, countries that are not allowed. */
  'number-blocked',
  'spend-cap-reached',
  'opted-out',
  'provider-rejected',
  'never-placed',
  /** Somebody under duress holds the phone, or reads the mail: nothing goes there (I14). */
  'under-duress',
  'outcome-unknown',
  'too-late-to-dial',
  'answered-without-key',
  /** An authorising person did not prove with the PIN that it is them (I9). */
  'pin-refused',
  /** MongoDB is away, so nobody can tell whether a PIN is right. */
  'pin-not-checked',
  /** By the settings of that moment it is not theirs to decide (I9). */
  'not-authorised',
  'stopped',
  'no-reply',
] as const;
export type AttemptDetail = (typeof attemptDetails)[number];

/**
 * An attempt is one asynchronously completed activity; this pair completes it from any process. The activity ID is
 * unique for the whole life of the workflow, across continue-as-new, so a late webhook cannot complete another attempt.
 */
export const attemptKeySchema = z.strictObject({
  workflowId: z.string().min(1).max(100),
  activityId: z.string().min(1).max(100),
});
export type AttemptKey = z.infer<typeof attemptKeySchema>;

/** One way to reach a target: the n-th number (or address) of a channel. */
export interface ChannelStep {
  readonly channel: Channel;
  readonly position: number;
}

export type AttemptSubject =
  | { readonly case: 'incident'; readonly incidentId: IncidentId }
  | { readonly case: 'status-call'; readonly statusCallId: StatusCallId }
  | { readonly case: 'channel-test'; readonly channelTestId: ChannelTestId };

/** The identifier of the case that an attempt belongs to. */
export function caseIdOf(subject: AttemptSubject): IncidentId | StatusCallId | ChannelTestId {
  switch (subject.case) {
    case 'incident':
      return subject.incidentId;
    case 'status-call':
      return subject.statusCallId;
    case 'channel-test':
      return subject.channelTestId;
  }
}

/** Everything that a dial needs besides the ContactBook. IDs, enums and numbers only. */
export interface AttemptOrder {
  readonly key: AttemptKey;
  readonly organisationId: OrganisationId;
  readonly subject: AttemptSubject;
  readonly purpose: AttemptPurpose;
  readonly target: Target;
  readonly step: ChannelStep;
  readonly round: number;
  readonly ringSeconds: number;
  readonly talkSeconds: number;
  /** Epoch milliseconds after which nothing may be dialled any more: the workflow has gone on without this attempt. */
  readonly dialBefore: number;
  /**
   * A life may hang on it, which only an incident knows: such attempts bypass spend caps and quiet-hours throttles; never
   * the one-live-call-per-number lease.
   */
  readonly lifeSafety: boolean;
  /**
   * Calls that are in the conference of the case: a person whose number has one of them is asked within that call, and goes
   * back into the conference whatever they answer (I8). Absent: nobody is asked so.
   */
  readonly inConference?: readonly ConferenceCall[];
  /** What is to be approved; present with the purpose `approve` only. */
  readonly approval?: ApprovalQuestion;
  /** The person in need is under duress: whoever is asked hears that they must not be contacted (I14). */
  readonly silent?: true;
  /**
   * Who must not be contacted; present with `silent` only. Absent there too: nobody knows who it is, or the order is of before
   * orders told it.
   */
  readonly travellerId?: TravellerId;
}

/** How an attempt ended. */
export interface AttemptResult {
  readonly reason: AttemptReason;
  readonly detail?: AttemptDetail;
  readonly means?: AnswerMeans;
  /**
   * Names this one giving of an answer, as the ID of the update does that brings it when the attempt seems to be over: so
   * it counts once, although the reply to the completion may get lost.
   */
  readonly answerId?: string;
  /** The answer to a status call, to a ratification or to an order. */
  readonly answer?: StatusAnswer | 'ratified' | 'refused' | 'approved';
  /** The answer to a status call was the duress code (I14); `answer` is `help`. */
  readonly duress?: true;
  /** The person said that a life is in danger. */
  readonly lifeInDanger?: boolean;
  /** The language the person chose or speaks, where it became known. */
  readonly language?: Language;
  /** The highest timeline sequence known to be stored, see CaseRecord. */
  readonly recordedThrough?: number;
}
