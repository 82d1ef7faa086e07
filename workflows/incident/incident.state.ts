import type { Acknowledgement, IncidentState } from '../../domain/case-record.js';
import { defaultEscalationPolicy } from '../../domain/escalation/default-policy.js';
import type { EscalationPolicy, Money } from '../../domain/escalation/policy.js';
import { emptyConference, presenceIn, type Conference } from '../../domain/incident/conference.js';
import { concernsInternalContacts, serviceFor } from '../../domain/incident/routing.js';
import type { ClosureOutcome, Service, Threat } from '../../domain/incident/incident.js';
import {
  isOverrideDue,
  isUnratified,
  noteThreat,
  noThreatYet,
  overrideDueAt,
  type OverrideConditions,
  type OverrideState,
} from '../../domain/incident/override.js';
import type { OrderId } from '../../domain/identifiers.js';
import { isOpenAfterwards } from '../../domain/orders/lapsing.js';
import type { OrderView } from '../../domain/orders/order.js';
import { targetKey, type Target } from '../../domain/target.js';
import type { Actor } from '../../domain/timeline.js';
import type { TrackData } from '../escalation/escalation.course.js';
import type { CalledPerson, IncidentStart } from './incident.messages.js';

/** A call that an operator has ordered: the person is called on each of their phones, once (I12). */
export interface OrderedCall extends CalledPerson {
  /** Attempts that were made; the next one is on the phone with this position. */
  readonly made: number;
  /** The caller is called back as soon as this person is on the way into the conference. */
  readonly thenCallBack: boolean;
}

/** How far the authorising persons have been asked about an order (I9). */
export interface Approval {
  readonly track: TrackData;
  /** Who has been asked in writing already; the link stays good. Keys, with what they were asked. */
  written: readonly string[];
}

/** Everything an incident remembers; plain data, so that it survives continue-as-new. Moments are epoch milliseconds. */
export interface IncidentData {
  readonly start: Omit<IncidentStart, 'sealed' | 'directory'>;
  state: IncidentState;
  /** How often it was opened: a reopened incident is as a new call for help. */
  openings: number;
  threat: Threat;
  service: Service;
  policy: EscalationPolicy;
  override: OverrideState;
  takenBy?: Actor;
  acknowledgements: readonly Acknowledgement[];
  /** Who decides about costs, as the settings were read last (I9). */
  authorising: readonly Target[];
  /** Who has acknowledged after the override, and is asked for a word on it (I8). */
  lateAcknowledgers: readonly Target[];
  /** Those among them who have given it. Absent: none. */
  givenWords?: readonly Target[];
  /** How much each of the authorising persons may approve at a time, by their key. Absent: any amount. */
  limits?: Readonly<Partial<Record<string, Money>>>;
  /** Fee-based services, in the order in which they were placed (I9). Absent: none. */
  orders?: readonly OrderView[];
  /** Of the orders that were asked about, by ID. Absent: none. */
  approvals?: Record<OrderId, Approval>;
  /** IDs of the answers that were taken, see domain/incident/taken-answers.ts; absent before the first. */
  answersTaken?: readonly string[];
  /** IDs of the answers about costs that were noted as not counting, the latest last; absent before the first. */
  answersNotCounted?: readonly string[];
  /** The traveller is under duress: nobody contacts them, unless an operator insists (I14). Absent: no. */
  silent?: true;
  conference: Conference;
  /** The caller is to be called back as soon as somebody has taken the incident. */
  callBackWanted: boolean;
  /** Somebody pressed 1 and is on the way into the conference until then: the taker, or the caller who was called back. */
  companyExpectedUntil: number;
  callerExpectedUntil: number;
  /** Keys of those who could not be put through to the room of another account (X1). Absent: none. */
  notToBeBridged?: readonly string[];
  /** Attempts to reach internal contacts: part of the basis of an override. */
  internalAttempts: number;
  /** Attempts to call the caller back in the present go. */
  callBackAttempts: number;
  /**
   * An operator ordered the present go: `accompanied` when somebody was called for it and is there, else it is for
   * whoever has taken the incident. Absent: nobody ordered it.
   */
  callBackOrder?: 'for-the-taker' | 'accompanied';
  /** How often operators have ordered a call-back: each order begins at once. Absent: never. */
  callBackOrders?: number;
  /** Calls that operators have ordered and that have not come to their end. Absent: none. */
  orderedCalls?: readonly OrderedCall[];
  /** Who was told of the incident by text or mail, and is told how it goes on: set when the directory was first read. */
  informed?: {
    /** Whose provider it is: after a re-routing the new one is told. */
    readonly service: Service;
    readonly provider: readonly Target[];
    readonly internal: readonly Target[];
  };
  closedAt?: number;
  outcome?: ClosureOutcome;
  reopenUntil?: number;
  /** When it is closed: so long the authorising persons are asked about what was started without them (I8, I9). */
  askedUntil?: number;
}

export function beginIncident({
  sealed: _inTheJournal,
  directory: _ofThatMoment,
  ...start
}: IncidentStart): IncidentData {
  return {
    start,
    state: 'open',
    openings: 1,
    threat: start.threat,
    service: serviceFor(start.kind),
    policy: defaultEscalationPolicy,
    override: noteThreat(noThreatYet, start.threat, start.reportedAt),
    acknowledgements: [],
    authorising: [],
    lateAcknowledgers: [],
    ...(start.silent === undefined ? {} : { silent: start.silent }),
    conference: emptyConference(start.callerWaiting),
    callBackWanted: start.callBack && start.silent === undefined,
    companyExpectedUntil: 0,
    callerExpectedUntil: 0,
    internalAttempts: 0,
    callBackAttempts: 0,
  };
}

/** What the provider side has to be called for (I3, I4, I8). */
export function providerNeed(data: IncidentData, now: number): 'mandate' | 'take' | 'connect' | undefined {
  const { state, override, takenBy } = data;
  if (state !== 'open') return undefined;
  if (override.state === 'fired' && override.mandateAcceptedBy === undefined) return 'mandate';
  if (takenBy === undefined) return 'take';
  return callerIsAlone(data) && now >= data.companyExpectedUntil ? 'connect' : undefined;
}

/** Internal contacts are called until enough of them have acknowledged (I6, I7). */
export function internalNeed(data: IncidentData): 'inform' | undefined {
  if (data.state !== 'open' || !concernsContacts(data)) return undefined;
  return data.acknowledgements.length < data.policy.contactsNeeded ? 'inform' : undefined;
}

/** What began as a booking question concerns the internal contacts as soon as it is more than that (I3). */
export function concernsContacts(data: IncidentData): boolean {
  const { start, service } = data;
  return concernsInternalContacts({ kind: start.kind, service, lifeSafety: isLifeSafety(data) });
}

/** Each order of an operator is a go of its own, which does not wait for the end of a pause. */
export function callBackLadderName({ openings, callBackOrders }: IncidentData): string {
  const opening = `call-back/${openings}`;
  return callBackOrders === undefined ? opening : `${opening}/${callBackOrders}`;
}

/** Which roster the provider side goes up now; a re-routed or reopened incident begins with its first. */
export function providerLadderName({ service, openings }: IncidentData): string {
  return `${service}/${openings}`;
}

/**
 * An override that fired is to be ratified afterwards (I8), also when its incident is closed meanwhile. As long as that is
 * open, late acknowledgers are asked for their word on it; nobody is for that alone once the incident is closed.
 */
export function ratificationNeed(data: IncidentData): 'ratify' | undefined {
  const { state, override } = data;
  if (state === 'archived' || !isUnratified(override)) return undefined;
  const isAsked = override.ratification === 'asked' || wordsWanted(data).length > 0;
  return isAsked ? 'ratify' : undefined;
}

/** Late acknowledgers who have not said what they think of the override. */
export function wordsWanted({ state, lateAcknowledgers, givenWords = [] }: IncidentData): readonly Target[] {
  if (state !== 'open') return [];
  const given = new Set(givenWords.map(targetKey));
  return lateAcknowledgers.filter((target) => !given.has(targetKey(target)));
}

/** Something that costs was started or exceeded without an authorising person, and none has answered for it (I8, I9). */
export function costsAreOpen({ override, orders = [] }: IncidentData): boolean {
  return isUnratified(override) || orders.some(isOpenAfterwards);
}

/**
 * Whoever took the incident, or was called to be there, is to be joined with a caller who is not on the line (I3, I4,
 * I12).
 */
export function callBackNeed(data: IncidentData, now: number): 'call-back' | undefined {
  if (data.state !== 'open' || !data.callBackWanted) return undefined;
  if (data.takenBy === undefined && data.callBackOrder !== 'accompanied') return undefined;
  const onTheLine = presenceIn(data.conference).caller === 'seen' || now < data.callerExpectedUntil;
  return onTheLine ? undefined : 'call-back';
}

/** A caller who is known to be in the conference while nobody else is. */
function callerIsAlone({ conference }: IncidentData): boolean {
  const { caller, others } = presenceIn(conference);
  return caller === 'seen' && !others;
}

/** A life is in danger: availability, declines and spend caps do not count (I6). */
export function isLifeSafety({ threat, override }: IncidentData): boolean {
  return threat === 'immediate' || override.state === 'fired';
}

/** Keys of those whose acknowledgement counts: nobody calls them again. */
export function acknowledgerKeys({ acknowledgements }: IncidentData): ReadonlySet<string> {
  return new Set(acknowledgements.flatMap(({ by }) => (by.by === 'target' ? [targetKey(by.target)] : [])));
}

export function overrideConditions(data: IncidentData): OverrideConditions {
  return {
    threat: data.threat,
    delaySeconds: data.policy.overrideDelaySeconds,
    acknowledged: data.acknowledgements.length > 0,
  };
}

/** When the override fires by rule, as things are; undefined: it does not. */
export function overrideMoment(data: IncidentData): number | undefined {
  return data.state === 'open' ? overrideDueAt(data.override, overrideConditions(data)) : undefined;
}

export function overrideIsDue(data: IncidentData, now: number): boolean {
  return data.state === 'open' && isOverrideDue(data.override, overrideConditions(data), now);
}

/** When something is due by the clock alone; undefined: nothing. */
export function nextDeadline(data: IncidentData, now: number): number | undefined {
  if (data.state === 'closed') return endOfClosure(data, now);
  if (data.state === 'archived') return undefined;
  const due = overrideMoment(data);
  const moments = [
    ...(data.orders ?? []).flatMap(({ state, expiresAt }) => (state === 'asking' ? [expiresAt] : [])),
    ...data.acknowledgements.map(({ expiresAt }) => expiresAt),
    ...(due === undefined ? [] : [due]),
    ...(callerIsAlone(data) ? [data.companyExpectedUntil] : []),
    ...(data.callBackWanted ? [data.callerExpectedUntil] : []),
  ].filter((moment) => moment > now || moment === due);
  return moments.length === 0 ? undefined : Math.min(...moments);
}

/** A closed incident lasts until it can be reopened no more, and nobody is asked about its costs any more. */
function endOfClosure(data: IncidentData, now: number): number | undefined {
  const { reopenUntil = now, askedUntil = now } = data;
  if (!costsAreOpen(data)) return reopenUntil;
  return reopenUntil > now ? Math.min(reopenUntil, askedUntil) : askedUntil;
}
