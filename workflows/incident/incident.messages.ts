import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { IncidentDirectory } from '../../activities/contract.js';
import type { AnswerMeans } from '../../domain/attempt.js';
import type { CaseRecord, SealedText } from '../../domain/case-record.js';
import type { IncidentId, OrderId, OrganisationId, TravellerId } from '../../domain/identifiers.js';
import type { Decided, OrderAnswer } from '../../domain/orders/deciding.js';
import type { FeeService, OrderState, OrderView } from '../../domain/orders/order.js';
import type {
  ClosureOutcome,
  IncidentKind,
  IncidentSource,
  OrganisationChoice,
  Service,
  Threat,
} from '../../domain/incident/incident.js';
import type { Presence } from '../../domain/incident/conference.js';
import type { Money } from '../../domain/escalation/policy.js';
import type { Target } from '../../domain/target.js';
import type { Actor } from '../../domain/timeline.js';

/** The type name of the workflow and what starts it. The workflow ID is `incident:<id>`. */
export const incidentWorkflowType = 'incident';

export interface IncidentStart {
  readonly incidentId: IncidentId;
  readonly organisationId: OrganisationId;
  readonly travellerId?: TravellerId;
  readonly source: IncidentSource;
  readonly kind: IncidentKind;
  readonly threat: Threat;
  readonly reportedBy: Actor;
  /** Epoch milliseconds of the report: the override's deadline counts from here. */
  readonly reportedAt: number;
  /** A caller is on the line, in the conference of the incident. */
  readonly callerWaiting: boolean;
  /** The traveller asked by text or link: they are called back and joined with whoever takes the incident (I3). */
  readonly callBack: boolean;
  /** The traveller is under duress: nobody contacts them, on any channel, as long as the incident lives (I14). */
  readonly silent?: true;
  /** Present only where the caller's number is known in several organisations. */
  readonly organisationChosenBy?: OrganisationChoice;
  /** Present only when the intake could not be stored in time. */
  readonly sealed?: SealedText;
  /** Who is to be called, as read along with the report: spares the workflow its first look, and the caller that time. */
  readonly directory?: HandedDirectory;
  /** After how many events a new run begins; absent: after as many as a quick answer allows. */
  readonly longHistory?: number;
}

export interface HandedDirectory {
  readonly service: Service;
  /** Epoch milliseconds. */
  readonly readAt: number;
  readonly content: IncidentDirectory;
}

/** What an update tells: who, and how. `at` is not among it: the workflow's own clock counts. */
interface Told {
  readonly by: Actor;
  readonly means: AnswerMeans;
}

export interface Acknowledge extends Told {
  /** What was said yes to: taking the incident, acting on the mandate, or taking over as an internal contact. */
  readonly as: 'provider' | 'mandate' | 'internal';
}
/** `ratification-asked` when an override fired before: the acknowledgement counts, and its giver is asked to ratify (I8). */
export interface AcknowledgeAnswer {
  readonly accepted: 'acknowledged' | 'already-acknowledged' | 'mandate-accepted' | 'ratification-asked';
  /** This very answer had been taken before: by the attempt that it completed, or by an earlier run. */
  readonly again?: true;
}

export interface SetThreat {
  readonly by: Actor;
  readonly threat: Threat;
  /** How it was said by somebody who did not sign in. */
  readonly means?: AnswerMeans;
}
export interface SetThreatAnswer {
  readonly overrideAt?: number;
}

export interface Decline extends Told {
  readonly as: 'provider' | 'internal';
}

export interface FireOverride {
  readonly by: Actor;
  readonly ceiling?: Money;
}

/** The answer of an authorising person for an override, or the word of a late acknowledger on it (I8). */
export interface GiveRatification extends Told {
  readonly answer: 'ratified' | 'refused';
}
/** `over`: it had been decided before. `word-recorded`: it covers no costs, and the authorising persons are asked on. */
export interface GiveRatificationAnswer {
  readonly decided: 'ratified' | 'refused' | 'word-recorded' | 'over';
  /** This very answer had been taken before. */
  readonly again?: true;
}

export interface Route {
  readonly by: Actor;
  readonly service: Service;
}

export interface AddNote {
  readonly by: Actor;
  readonly noteId: string;
  /** How it came from somebody who did not sign in. */
  readonly means?: AnswerMeans;
  readonly sealed?: SealedText;
}

export interface MarkContactsReached {
  readonly by: Actor;
  readonly contacts: readonly Target[];
}

/** Somebody an operator wants on the phone. Their number never travels: it is looked up when it is dialled. */
export interface CalledPerson {
  readonly target: Target;
  /** How many phones they have: these are called one after the other, once each. */
  readonly phones: number;
}

/** Somebody is called into the conference of the incident (I12). */
export interface CallPerson extends CalledPerson {
  readonly by: Actor;
}
/** `already-there`: in the conference. Whoever is being called already is not called twice. */
export interface CallPersonAnswer {
  readonly ordered: 'calling' | 'already-calling' | 'already-there';
}

/** The caller is called back and joined (I12). */
export interface CallBack {
  readonly by: Actor;
  /** Called first, to be there when the caller answers; absent: whoever has taken the incident is joined. */
  readonly with?: CalledPerson;
  /** The operator knows that the caller is under duress; without it such a caller is not called (I14). */
  readonly despiteDuress?: true;
}
/** `when-taken`: as soon as somebody has taken the incident. */
export interface CallBackAnswer {
  readonly ordered: CallPersonAnswer['ordered'] | 'when-taken';
}

/** A fee-based service is ordered (I9). Its words are kept as an intake under the order's ID. */
export interface PlaceOrder {
  readonly by: Actor;
  readonly orderId: OrderId;
  readonly service: FeeService;
  readonly estimate: Money;
  /** How long it can be approved; absent: as long as the policy says. */
  readonly expiresInSeconds?: number;
  readonly sealed?: SealedText;
}
/** In the state `overridden` it is started already: a life is in danger. `again`: this very order had been placed before. */
export interface PlaceOrderAnswer {
  readonly order: OrderView;
  readonly again?: true;
}

/** The answer of an authorising person to an order (I9). */
export interface DecideOrder extends Told {
  readonly orderId: OrderId;
  /** `approved` of what is started approves it afterwards. */
  readonly answer: OrderAnswer;
  /** The amount that it is given for; absent: whatever is asked about. */
  readonly amount?: Money;
}
/**
 * `over`: it had been decided, had expired or was withdrawn before, or asked is about another amount now. `again`: this very answer
 * had been taken before.
 */
export interface DecideOrderAnswer {
  readonly decided: Decided;
  readonly state: OrderState;
  readonly again?: true;
}

/** Nobody is to decide about an order any more. */
export interface WithdrawOrder {
  readonly by: Actor;
  readonly orderId: OrderId;
}
/** In another state than `withdrawn` it was too late for that. */
export interface WithdrawOrderAnswer {
  readonly order: OrderView;
}

/** What a started order has cost in fact; what is told later replaces what was told before. */
export interface RecordCost {
  readonly by: Actor;
  readonly orderId: OrderId;
  readonly cost: Money;
}
export interface RecordCostAnswer {
  readonly order: OrderView;
}

export interface Close {
  readonly by: Actor;
  readonly outcome: ClosureOutcome;
}

export interface Reopen {
  readonly by: Actor;
}

/**
 * Who is in the incident's conference, from the telephony provider's events. `label` is `caller` or a target key;
 * `sequence` orders events of one conference, since webhooks may arrive in any order or twice.
 */
export type ConferencePresence = Presence;

/** A further call for help that belongs to this incident, e.g. the status call's "Help" beside the workflow's own. */
export interface HelpAsked {
  readonly callerWaiting: boolean;
  readonly callBack: boolean;
  readonly lifeInDanger: boolean;
  /** Asked for by the duress code (I14). */
  readonly silent?: true;
}

/** The conference's room is over: whoever was in it has left it, although nobody may have told so. */
export interface RoomOver {
  readonly room: string;
}

/**
 * Somebody said yes on another telephony account than the one where the other side waits: they are being put through
 * into that room, which takes longer than joining, or that has failed (X1).
 */
export interface BridgingNews {
  readonly who: Target;
  readonly state: 'under-way' | 'failed';
}

export const helpAsked = defineSignal<[HelpAsked]>('helpAsked');
export const conferencePresence = defineSignal<[ConferencePresence]>('conferencePresence');
export const conferenceRoomOver = defineSignal<[RoomOver]>('conferenceRoomOver');
export const bridging = defineSignal<[BridgingNews]>('bridging');

/** Rejections of updates carry one of these as the failure's type. */
export type IncidentRejection =
  | 'IncidentClosed'
  | 'IncidentNotClosed'
  | 'NothingToRatify'
  | 'OverrideAlreadyFired'
  | 'UnknownOrder'
  | 'TooManyOrders'
  | 'OrderNotStarted'
  | 'MayNotApprove'
  | 'CallerUnderDuress';

export const acknowledge = defineUpdate<AcknowledgeAnswer, [Acknowledge]>('acknowledge');
export const decline = defineUpdate<void, [Decline]>('decline');
export const setThreat = defineUpdate<SetThreatAnswer, [SetThreat]>('setThreat');
export const fireOverride = defineUpdate<void, [FireOverride]>('fireOverride');
export const giveRatification = defineUpdate<GiveRatificationAnswer, [GiveRatification]>('giveRatification');
export const route = defineUpdate<void, [Route]>('route');
export const addNote = defineUpdate<void, [AddNote]>('addNote');
export const markContactsReached = defineUpdate<void, [MarkContactsReached]>('markContactsReached');
export const callPerson = defineUpdate<CallPersonAnswer, [CallPerson]>('callPerson');
export const callBack = defineUpdate<CallBackAnswer, [CallBack]>('callBack');
export const placeOrder = defineUpdate<PlaceOrderAnswer, [PlaceOrder]>('placeOrder');
export const withdrawOrder = defineUpdate<WithdrawOrderAnswer, [WithdrawOrder]>('withdrawOrder');
export const recordCost = defineUpdate<RecordCostAnswer, [RecordCost]>('recordCost');
export const decideOrder = defineUpdate<DecideOrderAnswer, [DecideOrder]>('decideOrder');
export const close = defineUpdate<{ readonly reopenUntil: number }, [Close]>('close');
export const reopen = defineUpdate<void, [Reopen]>('reopen');

/** The whole truth of the moment: the view and the timeline entries that are not known to be stored. */
export const currentRecord = defineQuery<CaseRecord>('currentRecord');
