import type { IncidentId, OrganisationId, StatusCallId, TravellerId } from './identifiers.js';
import type { Actor, TimelineEntry } from './timeline.js';
import type { StatusAnswer } from './attempt.js';
import type { ClosureOutcome, IncidentKind, IncidentSource, Service, Threat } from './incident/incident.js';
import type { CallReference, PlacedCall, Whereabouts } from './incident/conference.js';
import type { Money } from './escalation/policy.js';
import type { OrderDecision, OrderView } from './orders/order.js';

export const incidentStates = ['open', 'closed', 'archived'] as const;
/**
 * `closed` can be reopened within the window, and lasts as long as something is still asked of the authorising persons;
 * `archived` is over: its workflow has ended.
 */
export type IncidentState = (typeof incidentStates)[number];

/** An acknowledgement of an internal emergency contact (I6, I7). Times are epoch milliseconds. */
export interface Acknowledgement {
  readonly by: Actor;
  readonly at: number;
  readonly expiresAt: number;
}

/** What has become of asking the authorising persons. `not-ratified`: nobody has answered until the end of the asking. */
export const overrideRatifications = [
  'asked',
  'ratified',
  'refused',
  'nobody-to-ask',
  'not-ratified',
] as const;
export type OverrideRatification = (typeof overrideRatifications)[number];

export type OverrideView =
  | { readonly state: 'none' }
  | { readonly state: 'running'; readonly dueAt: number }
  | {
      readonly state: 'fired';
      readonly firedAt: number;
      readonly basis: 'rule' | 'operator';
      readonly ceiling: Money;
      readonly mandateAcceptedBy?: Actor;
      readonly ratification: OverrideRatification;
      /** Who has answered for it; absent: nobody yet. */
      readonly decision?: OrderDecision;
      /** How much of the ceiling is covered; absent: nobody has ratified it. */
      readonly covers?: Money;
    };

export const callerStates = ['none', 'waiting', 'to-be-called-back', 'joined'] as const;
/**
 * The caller of an incident: `waiting` alone in its conference; `to-be-called-back` as soon as somebody has taken it (whoever
 * takes it stays on the line for that); `joined` with somebody; `none`: nobody is or was to be on the line.
 */
export type CallerState = (typeof callerStates)[number];

/** What lists, boards and the auditor see of a running incident: a projection, never the truth. */
export interface IncidentView {
  readonly case: 'incident';
  readonly id: IncidentId;
  readonly organisationId: OrganisationId;
  readonly travellerId?: TravellerId;
  readonly state: IncidentState;
  readonly kind: IncidentKind;
  readonly threat: Threat;
  readonly source: IncidentSource;
  readonly service: Service;
  /** The traveller is under duress and must not be contacted (I14). Absent: no. */
  readonly silent?: true;
  readonly openedAt: number;
  /** When something is to happen next by itself; absent when nothing is due (I10). */
  readonly nextActionAt?: number;
  readonly takenBy?: Actor;
  readonly acknowledgements: readonly Acknowledgement[];
  readonly override: OverrideView;
  readonly caller: CallerState;
  /** Calls of the caller that are in the conference. Absent: none that could be looked up. */
  readonly callerCalls?: readonly CallReference[];
  /** Calls of everybody who is in the conference or has been. Absent: none that could be looked up. */
  readonly conferenceCalls?: readonly CallReference[];
  /** Absent: nobody is known to be in the conference. */
  readonly whereabouts?: Whereabouts;
  /**
   * Who waits in a room of another telephony account than the caller, who is alone, and can be put through to them (X1).
   * Absent: nobody.
   */
  readonly companyApart?: readonly PlacedCall[];
  readonly rounds: { readonly provider: number; readonly internal: number };
  /** Fee-based services, in the order in which they were placed (I9). Absent: none. */
  readonly orders?: readonly OrderView[];
  readonly closedAt?: number;
  readonly outcome?: ClosureOutcome;
  readonly reopenUntil?: number;
}

export const statusCallStates = ['asking', 'answered', 'unreached'] as const;
export type StatusCallState = (typeof statusCallStates)[number];

export interface StatusCallView {
  readonly case: 'status-call';
  readonly id: StatusCallId;
  readonly organisationId: OrganisationId;
  readonly travellerId: TravellerId;
  readonly state: StatusCallState;
  readonly openedAt: number;
  readonly nextActionAt?: number;
  readonly round: number;
  readonly answer?: StatusAnswer;
  readonly answeredAt?: number;
  /** Help was asked for by the duress code (I14). Absent: no. */
  readonly duress?: true;
  readonly incidentId?: IncidentId;
}

export type CaseView = IncidentView | StatusCallView;

/**
 * One projection write: timeline entries, then the view. Revisions only rise, so a late or repeated write is harmless.
 * `entries` is the contiguous run of all entries that are not known to be stored yet; so a stored record with the
 * entries up to n means that every entry up to n is stored.
 *
 * A record can be stored by a task of the workflow that is lost and done again, perhaps in another order: then what
 * the case tells now, under a higher revision, counts.
 */
export interface CaseRecord {
  readonly revision: number;
  readonly view: CaseView;
  readonly entries: readonly TimelineEntry[];
  /**
   * The sequence of the last entry that the case has told; 0: none. Whatever stands behind it, it has not told. Absent:
   * whoever records does not know.
   */
  readonly toldThrough?: number;
  /** Free text that could not be stored at the border; the first projection that gets through unseals and stores it. */
  readonly sealedTexts: readonly SealedText[];
}

/** AES-256-GCM sealed free text of an intake or note (base64), readable only with the key of the environment. */
export interface SealedText {
  readonly intakeId: string;
  readonly sealed: string;
}

export interface RecordReceipt {
  /** Every timeline entry up to this sequence is stored. */
  readonly recordedThrough: number;
}
