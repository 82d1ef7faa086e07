import type {
  AnswerMeans,
  AttemptDetail,
  AttemptPurpose,
  AttemptReason,
  Channel,
  StatusAnswer,
} from './attempt.js';
import type { Money } from './escalation/policy.js';
import type { OrderId } from './identifiers.js';
import type {
  ClosureOutcome,
  IncidentKind,
  IncidentSource,
  OrganisationChoice,
  Service,
  Threat,
} from './incident/incident.js';
import type { FeeService } from './orders/order.js';
import type { Target } from './target.js';

/** Who did something: a person on the ladder, an operator or service by token, or the rule itself. */
export type Actor = { readonly by: 'target'; readonly target: Target } | Principal | { readonly by: 'rule' };

/** Somebody who is known by name or token: a user who signed in, or a machine. */
export type Principal =
  { readonly by: 'user'; readonly userId: string } | { readonly by: 'token'; readonly tokenId: string };

/** Tells principals apart, e.g. for limits and repeated requests. */
export function principalKey(principal: Principal): string {
  return principal.by === 'user' ? principal.userId : principal.tokenId;
}

/** The two ladders of an incident, the questions asked beside them, and the calls that operators order. */
export const trackNames = [
  'provider',
  'internal',
  'call-back',
  'ratification',
  'ordered-call',
  'approval',
  'status',
] as const;
export type TrackName = (typeof trackNames)[number];

export const skipReasons = [
  'no-usable-channel',
  'unavailable',
  /** A provider, which is closed (E1, E2). */
  'outside-hours',
  'declined',
  'already-reached',
  'limit-too-low',
] as const;
export type SkipReason = (typeof skipReasons)[number];

export interface Skip {
  readonly target: Target;
  readonly reason: SkipReason;
}

/** What came of a call that an operator ordered. `withdrawn`: the incident was closed first. */
export type OrderedCallOutcome = 'joined' | 'declined' | 'not-reached' | 'withdrawn';

export const noticeKinds = [
  /** The words depend on the target's role: providers get the facts, internal contacts the question. */
  'incident-reported',
  'taken-over',
  /** The desk learns that none of the internal contacts can be called. */
  'nobody-to-call',
  /** The desk, and whoever has taken the incident, learn that the caller is not called back any more. */
  'call-back-given-up',
  'override-fired',
  'ratification-asked',
  /** An authorising person whose turn it is gets the link to approve an order with. */
  'approval-asked',
  'status-question',
  'closed',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** `unavailable`: the mail server was away, and the mail is sent again as long as the case is open. */
export type NoticeOutcome = 'sent' | 'opted-out' | 'refused' | 'failed' | 'unavailable';

export interface NoticeResult {
  readonly target: Target;
  readonly channel: 'sms' | 'email';
  readonly outcome: NoticeOutcome;
}

/** Which order something happened to, and what it is about (I9). Its words stay in MongoDB under its ID. */
interface OfOrder {
  readonly orderId: OrderId;
  readonly service: FeeService;
  readonly estimate: Money;
}

/** Everything that can happen to a case (I10). IDs, enums and numbers only: texts stay in MongoDB under their ID. */
export type TimelineEvent =
  | {
      readonly type: 'reported';
      readonly source: IncidentSource;
      readonly kind: IncidentKind;
      readonly threat: Threat;
      /** The traveller is under duress: nobody contacts them (I14). */
      readonly silent?: true;
    }
  /** The caller's number is known in several organisations. For the desk alone: none learns of another. */
  | { readonly type: 'organisation-chosen'; readonly by: OrganisationChoice }
  | {
      readonly type: 'attempt-started';
      readonly track: TrackName;
      readonly attempt: string;
      readonly round: number;
      readonly target: Target;
      readonly channel: Channel;
      readonly purpose: AttemptPurpose;
      /** On the track `approval`: what it is about. */
      readonly orderId?: OrderId;
    }
  | {
      readonly type: 'attempt-ended';
      readonly track: TrackName;
      readonly attempt: string;
      readonly target: Target;
      readonly channel: Channel;
      readonly reason: AttemptReason;
      readonly detail?: AttemptDetail;
      readonly means?: AnswerMeans;
      readonly orderId?: OrderId;
    }
  | {
      readonly type: 'skipped';
      readonly track: TrackName;
      readonly round: number;
      readonly skips: readonly Skip[];
      readonly orderId?: OrderId;
    }
  | {
      readonly type: 'round-ended';
      readonly track: TrackName;
      readonly round: number;
      readonly nextRoundAt: number;
      readonly orderId?: OrderId;
    }
  /** There was nobody who could be asked in this round; who was passed over, and why, stands before it. */
  | {
      readonly type: 'nobody-to-ask';
      readonly track: TrackName;
      readonly round: number;
      /** When the first of them can be called by their hours; absent: nobody can tell. */
      readonly availableFrom?: number;
      readonly orderId?: OrderId;
    }
  | { readonly type: 'notices-sent'; readonly notice: NoticeKind; readonly results: readonly NoticeResult[] }
  | { readonly type: 'taken'; readonly by: Actor; readonly means: AnswerMeans }
  | {
      readonly type: 'acknowledged';
      readonly by: Actor;
      readonly means: AnswerMeans;
      readonly expiresAt: number;
    }
  | { readonly type: 'acknowledgement-expired'; readonly by: Actor }
  | { readonly type: 'declined'; readonly by: Actor; readonly means: AnswerMeans }
  | {
      readonly type: 'threat-set';
      readonly threat: Threat;
      readonly by: Actor;
      /** How it was said by somebody who did not sign in; absent: it is not known. */
      readonly means?: AnswerMeans;
      readonly overrideAt?: number;
    }
  | {
      readonly type: 'override-fired';
      /** `rule`: the deadline passed without an acknowledgement. `operator`: fired early, confirmed in two steps. */
      readonly basis: 'rule' | 'operator';
      readonly by: Actor;
      readonly ceiling: Money;
      readonly threatSince?: number;
      /** Attempts made to reach internal contacts until then. */
      readonly attempts: number;
    }
  | { readonly type: 'mandate-accepted'; readonly by: Actor; readonly means: AnswerMeans }
  | { readonly type: 'ratification-asked'; readonly of: readonly Target[] }
  | {
      readonly type: 'ratification-given';
      readonly by: Actor;
      readonly answer: 'ratified' | 'refused';
      readonly means: AnswerMeans;
      /** How much of the ceiling is covered by it; absent: it was refused. */
      readonly covers?: Money;
    }
  /** What a late acknowledger thinks of the override: their word, which covers no costs (I8). */
  | {
      readonly type: 'override-word-given';
      readonly by: Actor;
      readonly answer: 'ratified' | 'refused';
      readonly means: AnswerMeans;
    }
  /** Nobody has ratified the override until the end of the asking. */
  | { readonly type: 'ratification-lapsed' }
  /** An answer that decides nothing, by the settings of that moment. */
  | {
      readonly type: 'answer-not-counted';
      readonly by: Actor;
      readonly means: AnswerMeans;
      readonly why: 'not-authorised' | 'limit-too-low';
      readonly orderId?: OrderId;
    }
  | { readonly type: 'routed'; readonly service: Service; readonly by: Actor }
  | {
      readonly type: 'noted';
      readonly noteId: string;
      readonly by: Actor;
      /** How it came from somebody who did not sign in. */
      readonly means?: AnswerMeans;
    }
  | { readonly type: 'contacts-reached'; readonly contacts: readonly Target[]; readonly by: Actor }
  /** Help was asked for by the duress code in an incident that was open already: from now on nobody contacts the traveller (I14). */
  | { readonly type: 'duress-noted' }
  | { readonly type: 'caller-waiting' }
  | { readonly type: 'caller-left' }
  | { readonly type: 'caller-joined'; readonly with: Target | undefined }
  /** Caller and company are on different telephony accounts, and bridging them has failed (X1). */
  | { readonly type: 'bridge-failed'; readonly with: Target | undefined }
  | { readonly type: 'call-back-given-up'; readonly attempts: number }
  | { readonly type: 'call-ordered'; readonly target: Target; readonly by: Actor }
  /** `with`: who is called first, to be there when the caller answers; absent: whoever has taken the incident. */
  | {
      readonly type: 'call-back-ordered';
      readonly by: Actor;
      readonly with?: Target;
      /** Whoever ordered it knew that the caller is under duress (I14). */
      readonly despiteDuress?: true;
    }
  | {
      readonly type: 'ordered-call-ended';
      readonly target: Target;
      readonly outcome: OrderedCallOutcome;
      readonly attempts: number;
    }
  /** `expiresAt`: until then it can be approved; absent: it is started at once. */
  | (OfOrder & { readonly type: 'order-placed'; readonly by: Actor; readonly expiresAt?: number })
  | (OfOrder & {
      readonly type: 'order-approved' | 'order-refused';
      readonly by: Actor;
      readonly means: AnswerMeans;
    })
  | (OfOrder & { readonly type: 'order-expired' })
  /** Started by the life-safety override, which answers for it, or it is asked about by itself (I8). */
  | (OfOrder & { readonly type: 'order-overridden'; readonly ratification: 'with-override' | 'asked' })
  | (OfOrder & {
      readonly type: 'order-ratification-given';
      readonly by: Actor;
      readonly answer: 'ratified' | 'refused';
      readonly means: AnswerMeans;
      /** Together with the override. */
      readonly withOverride?: true;
    })
  /** The limit of whoever has decided about the override does not reach so far: it is asked about by itself. */
  | (OfOrder & { readonly type: 'order-ratification-asked' })
  | (OfOrder & { readonly type: 'order-ratification-lapsed' })
  /** `by` the rule: the incident was closed first. */
  | (OfOrder & { readonly type: 'order-withdrawn'; readonly by: Actor })
  /** `former`: what was told before, and counts no more. */
  | (OfOrder & {
      readonly type: 'cost-recorded';
      readonly by: Actor;
      readonly cost: Money;
      readonly former?: Money;
      /** It is beyond this amount, which is all that was approved: the authorising persons are asked. */
      readonly exceeds?: Money;
    })
  /** Costs beyond what was approved, up to this total. */
  | (OfOrder & {
      readonly type: 'excess-decided';
      readonly total: Money;
      readonly by: Actor;
      readonly answer: 'approved' | 'refused';
      readonly means: AnswerMeans;
    })
  | (OfOrder & { readonly type: 'excess-lapsed'; readonly total: Money })
  | {
      readonly type: 'status-answered';
      readonly answer: StatusAnswer;
      readonly means: AnswerMeans;
      /** By the duress code (I14). */
      readonly duress?: true;
    }
  | { readonly type: 'status-unreached'; readonly rounds: number }
  | {
      readonly type: 'closed';
      readonly outcome: ClosureOutcome;
      readonly by: Actor;
      readonly reopenUntil: number;
    }
  | { readonly type: 'reopened'; readonly by: Actor };

/** Keyed by case ID and sequence number, so writing an entry twice changes nothing. */
export interface TimelineEntry {
  readonly sequence: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly event: TimelineEvent;
}
