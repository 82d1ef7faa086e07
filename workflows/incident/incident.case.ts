import type { AnswerMeans } from '../../domain/attempt.js';
import type { Money } from '../../domain/escalation/policy.js';
import { acknowledgeBy, partExpired, renewAll, sameActor } from '../../domain/incident/acknowledgement.js';
import type { ClosureOutcome, Service, Threat } from '../../domain/incident/incident.js';
import { acceptMandate, fire, noteThreat, withdrawMandate } from '../../domain/incident/override.js';
import { takeAnswer } from '../../domain/incident/taken-answers.js';
import { deskTarget, targetKey, type Target } from '../../domain/target.js';
import type { Actor } from '../../domain/timeline.js';
import type { Journal } from '../journal.js';
import type { Notices } from '../notices.js';
import { Conversation } from './incident.conversation.js';
import { Costs } from './incident.costs.js';
import type { AcknowledgeAnswer, AddNote, HelpAsked } from './incident.messages.js';
import { OrderBook } from './incident.order-book.js';
import { Ratification } from './incident.ratification.js';
import { costsAreOpen, overrideMoment, type IncidentData } from './incident.state.js';

/** Who did something, how and when (epoch milliseconds). */
export interface Deed {
  readonly by: Actor;
  readonly means: AnswerMeans;
  readonly now: number;
}

/** How the facts of an incident change. Every change tells the journal; nothing here waits, dials or reads a clock. */
export class IncidentCase {
  /** The fee-based services that were ordered (I9). */
  readonly orders: OrderBook;
  /** Who answers afterwards for an override (I8). */
  readonly ratification: Ratification;
  /** What is asked and answered about both. */
  readonly costs: Costs;
  /** The caller, whoever is with them, and the call-back. */
  readonly conversation: Conversation;

  constructor(
    readonly data: IncidentData,
    readonly journal: Journal,
    private readonly notices: Pick<Notices, 'add'>,
  ) {
    this.orders = new OrderBook(data, journal);
    this.ratification = new Ratification(data, journal, notices, this.orders);
    this.costs = new Costs(data, journal, notices, this);
    this.conversation = new Conversation(data, journal, () => this.taker);
  }

  /** The directory was read for the first time: everybody concerned is told by text and mail, beside the calls (I3). */
  informFirst(informed: NonNullable<IncidentData['informed']>): void {
    this.data.informed = informed;
    this.notices.add({ kind: 'incident-reported', to: [...informed.provider, ...informed.internal] });
  }

  /** None of the internal contacts can be called: the desk has to find somebody by other ways (I6). */
  tellDeskOfNobody(): void {
    this.notices.add({ kind: 'nobody-to-call', to: [deskTarget] });
  }

  /** The caller was not reached: the desk, and whoever has taken the incident, have to find them by other ways (I4). */
  tellOfCallBackGivenUp(): void {
    if (this.data.silent !== undefined) return;
    const { taker } = this;
    const isDesk = taker !== undefined && targetKey(taker) === targetKey(deskTarget);
    this.notices.add({
      kind: 'call-back-given-up',
      to: taker === undefined || isDesk ? [deskTarget] : [deskTarget, taker],
    });
  }

  /** Another provider has the incident now, and gets the facts in writing too (I3, I5). */
  informProvider(service: Service, provider: readonly Target[]): void {
    const { informed } = this.data;
    this.data.informed = { internal: informed?.internal ?? [], service, provider };
    this.notices.add({ kind: 'incident-reported', to: provider });
  }

  /** False: the same answer has come before, by its attempt or by an update. */
  isNewAnswer(id: string | undefined): boolean {
    const taken = takeAnswer(this.data.answersTaken ?? [], id);
    if (taken !== undefined) this.data.answersTaken = taken;
    return taken !== undefined;
  }

  /** Somebody on the provider side takes the incident; the first one counts (I3). */
  take({ by, means, now }: Deed): AcknowledgeAnswer {
    this.conversation.expectCompany(now);
    if (this.data.takenBy !== undefined) return { accepted: 'already-acknowledged' };
    this.data.takenBy = by;
    this.journal.tell({ type: 'taken', by, means }, now);
    this.somethingFollowed(now);
    return { accepted: 'acknowledged' };
  }

  /** Accepting the mandate takes the incident too (I8). Without a fired override there is no mandate to accept. */
  takeMandate(deed: Deed): AcknowledgeAnswer {
    const taken = this.take(deed);
    const { override } = this.data;
    if (override.state !== 'fired' || override.mandateAcceptedBy !== undefined) return taken;
    this.data.override = acceptMandate(override, deed.by);
    this.journal.tell({ type: 'mandate-accepted', by: deed.by, means: deed.means }, deed.now);
    return { accepted: 'mandate-accepted' };
  }

  /** An internal contact takes over. After a fired override it still counts, and its giver is asked to ratify (I8). */
  acknowledge({ by, means, now }: Deed): AcknowledgeAnswer {
    const known = this.data.acknowledgements.some((given) => sameActor(given.by, by));
    const expiresAt = this.#expiryFrom(now);
    this.data.acknowledgements = acknowledgeBy(this.data.acknowledgements, by, now, expiresAt);
    this.journal.tell({ type: 'acknowledged', by, means, expiresAt }, now);
    this.somethingFollowed(now);
    if (!known) this.notices.add({ kind: 'taken-over', to: this.#informedBut(by), by });
    if (this.ratification.askLateAcknowledger(by, now)) return { accepted: 'ratification-asked' };
    return { accepted: known ? 'already-acknowledged' : 'acknowledged' };
  }

  decline({ by, means, now }: Deed): void {
    this.journal.tell({ type: 'declined', by, means }, now);
  }

  /** @returns the deadline of the override, if one runs now. */
  setThreat(threat: Threat, by: Actor, now: number, means?: AnswerMeans): number | undefined {
    this.data.threat = threat;
    this.data.override = noteThreat(this.data.override, threat, now);
    // Before the directory was read the organisation's own delay is not known.
    const overrideAt = this.data.informed === undefined ? undefined : overrideMoment(this.data);
    this.journal.tell(
      {
        type: 'threat-set',
        threat,
        by,
        ...(means === undefined ? {} : { means }),
        ...(overrideAt === undefined ? {} : { overrideAt }),
      },
      now,
    );
    this.somethingFollowed(now);
    return overrideAt;
  }

  /** Somebody said that a life is in danger. */
  dangerNamed(by: Actor, now: number, means?: AnswerMeans): void {
    if (this.data.threat !== 'immediate') this.setThreat('immediate', by, now, means);
  }

  /** The decision to act without authorisation, by rule or by an operator (I8). Never revoked. */
  fireOverride(decision: {
    readonly basis: 'rule' | 'operator';
    readonly by: Actor;
    readonly ceiling?: Money;
    readonly now: number;
  }): void {
    const { basis, by, now, ceiling = this.data.policy.overrideCostCeiling } = decision;
    const { override, authorising, internalAttempts, informed } = this.data;
    if (override.state === 'fired') return;
    const { threatSince } = override;
    this.data.override = fire(override, { basis, ceiling, at: now, anybodyToAsk: authorising.length > 0 });
    this.journal.tell(
      {
        type: 'override-fired',
        basis,
        by,
        ceiling,
        attempts: internalAttempts,
        ...(threatSince === undefined ? {} : { threatSince }),
      },
      now,
    );
    this.notices.add({
      kind: 'override-fired',
      to: [...(informed?.provider ?? []), ...(informed?.internal ?? [])],
      ceiling,
    });
    this.ratification.ask(now);
    this.orders.startOverridden(now);
  }

  /** Another provider is to take the incident (I5); the same service again changes nothing but the timeline. */
  reroute(service: Service, by: Actor, now: number): void {
    this.journal.tell({ type: 'routed', service, by }, now);
    this.somethingFollowed(now);
    if (service === this.data.service) return;
    this.data.service = service;
    this.data.override = withdrawMandate(this.data.override);
    delete this.data.takenBy;
  }

  note({ noteId, by, means }: Pick<AddNote, 'noteId' | 'by' | 'means'>, now: number): void {
    this.journal.tell({ type: 'noted', noteId, by, ...(means === undefined ? {} : { means }) }, now);
    // What the traveller adds is a cry, and no sign that somebody is acting.
    if (by.by !== 'target' || by.target.role !== 'traveller') this.somethingFollowed(now);
  }

  /** An operator says who was reached by other ways: that counts as their acknowledgement (I12). */
  markReached(contacts: readonly Target[], by: Actor, now: number): void {
    this.journal.tell({ type: 'contacts-reached', contacts, by }, now);
    for (const target of contacts) this.acknowledge({ by: { by: 'target', target }, means: 'operator', now });
  }

  /** A further call for help about this incident: the caller waits, or wants to be called back. It is never over then. */
  helpAsked({ callerWaiting, callBack, silent }: HelpAsked, now: number): void {
    if (this.data.state !== 'open') this.reopen({ by: 'rule' }, now);
    if (silent !== undefined && this.data.silent === undefined) {
      this.data.silent = silent;
      this.conversation.callNobodyBack();
      this.journal.tell({ type: 'duress-noted' }, now);
    }
    if (callerWaiting) this.conversation.expectTalk();
    if (callBack) this.conversation.wantCallBack();
    this.journal.touch();
  }

  /** Who took the incident, when it was somebody on the ladder: asked first for whatever is needed next. */
  get taker(): Target | undefined {
    return this.data.takenBy?.by === 'target' ? this.data.takenBy.target : undefined;
  }

  /** @returns until when it can be reopened. */
  close(outcome: ClosureOutcome, by: Actor, now: number): number {
    const reopenUntil = now + this.data.policy.reopenWindowSeconds * 1000;
    Object.assign(this.data, {
      state: 'closed',
      outcome,
      closedAt: now,
      reopenUntil,
      askedUntil: this.costs.askedUntil(now),
    } satisfies Partial<IncidentData>);
    // What an operator has ordered ends with it; what the caller has asked for is as new when it is reopened.
    if (this.data.callBackOrder !== undefined) this.conversation.endCallBack();
    this.orders.withdrawAll(now);
    this.journal.tell({ type: 'closed', outcome, by, reopenUntil }, now);
    this.notices.add({ kind: 'closed', to: this.#informedBut(by), by });
    return reopenUntil;
  }

  /** The call for help is as new: who was reached before has been told that it is over, so everybody is called again. */
  reopen(by: Actor, now: number): void {
    this.data.state = 'open';
    this.data.openings += 1;
    this.data.acknowledgements = [];
    delete this.data.takenBy;
    delete this.data.outcome;
    delete this.data.closedAt;
    delete this.data.reopenUntil;
    delete this.data.askedUntil;
    this.journal.tell({ type: 'reopened', by }, now);
  }

  /** The clock's own duties: lapsed acknowledgements and orders, the override by rule, the end of a closed incident. */
  passDeadlines(now: number): void {
    if (this.data.state === 'closed') this.#passEndOfClosure(now);
    if (this.data.state !== 'open') return;
    const lapsedAt = this.#expireAcknowledgements(now);
    const dueAt = overrideMoment(this.data);
    if (dueAt !== undefined && dueAt <= now) {
      // However late the clock is: what had not expired when the override fell due is started by it.
      this.orders.expire(Math.max(dueAt, lapsedAt), now);
      this.fireOverride({ basis: 'rule', by: { by: 'rule' }, now });
    }
    this.orders.expire(now, now);
  }

  /** What is asked about costs is asked until it is answered, or until the end that the policy sets to the asking. */
  #passEndOfClosure(now: number): void {
    const { askedUntil = now, reopenUntil = now } = this.data;
    if (now >= askedUntil) this.ratification.lapse(now);
    if (now < reopenUntil || costsAreOpen(this.data)) return;
    this.data.state = 'archived';
    this.journal.touch();
  }

  /**
   * Acknowledgements on which nothing followed in time lapse; escalation resumes by itself (I7).
   *
   * @returns when the last of them did; 0: none has.
   */
  #expireAcknowledgements(now: number): number {
    const { inForce, expired } = partExpired(this.data.acknowledgements, now);
    this.data.acknowledgements = inForce;
    for (const { by } of expired) this.journal.tell({ type: 'acknowledgement-expired', by }, now);
    return Math.max(0, ...expired.map(({ expiresAt }) => expiresAt));
  }

  #informedBut(by: Actor): readonly Target[] {
    return (this.data.informed?.internal ?? []).filter((target) => !sameActor({ by: 'target', target }, by));
  }

  /** Somebody acts: acknowledgements on which this follows are good for another while (I7). */
  somethingFollowed(now: number): void {
    this.data.acknowledgements = renewAll(this.data.acknowledgements, this.#expiryFrom(now));
  }

  #expiryFrom(now: number): number {
    return now + this.data.policy.acknowledgementExpirySeconds * 1000;
  }
}
