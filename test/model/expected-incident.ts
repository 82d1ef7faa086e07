import type { AttemptPurpose, AttemptResult } from '../../domain/attempt.js';
import type { IncidentState, OverrideRatification } from '../../domain/case-record.js';
import type { EscalationPolicy } from '../../domain/escalation/policy.js';
import type { IncidentKind, Service, Threat } from '../../domain/incident/incident.js';
import { targetKey, type Target } from '../../domain/target.js';
import type { Actor, TimelineEvent } from '../../domain/timeline.js';
import type { AcknowledgeAnswer, HelpAsked } from '../../workflows/incident/incident.messages.js';
import type { IncidentTrackName } from '../../workflows/incident/incident.tracks.js';
import { mustHold } from './breach.js';
import { ExpectedCaller } from './expected-caller.js';
import { actorKey } from './keys.js';

/**
 * What must be true of an incident, from what has been told to it: the requirements once more in other words, without
 * any of the product's decisions. Moments are epoch milliseconds.
 */
export class ExpectedIncident {
  state: IncidentState = 'open';
  openings = 1;
  service: Service;
  takenBy: string | undefined;
  /** Who has acknowledged, and until when it counts. */
  readonly acknowledged = new Map<string, number>();
  readonly late = new Set<string>();
  /** Late acknowledgers who have said what they think of the override. */
  readonly words = new Set<string>();
  fired: 'by-rule' | 'by-operator' | undefined;
  mandateBy: string | undefined;
  ratification: OverrideRatification | undefined;
  readonly caller: ExpectedCaller;
  companyExpectedUntil = 0;
  #firingsTold = 0;
  #threat: Threat;
  #threatSince: number | undefined;
  #reopenUntil = 0;
  #askedUntil = 0;

  constructor(
    private readonly of: {
      readonly kind: IncidentKind;
      readonly service: Service;
      readonly threat: Threat;
      readonly callerWaiting: boolean;
      readonly callBack: boolean;
      readonly policy: EscalationPolicy;
      /** Keys of those who decide about costs. */
      readonly authorising: ReadonlySet<string>;
    },
    now: number,
  ) {
    this.service = of.service;
    this.#threat = of.threat;
    if (of.threat === 'immediate') this.#threatSince = now;
    this.caller = new ExpectedCaller(of.callerWaiting, of.callBack, of.policy.callBackAttempts);
  }

  get isLifeSafety(): boolean {
    return this.#threat === 'immediate' || this.fired !== undefined;
  }

  /** Which ladder the track goes up: a re-routed or reopened incident has others. */
  ladderOf(track: IncidentTrackName): string {
    return track === 'provider' ? `${this.openings}, ${this.service}` : String(this.openings);
  }

  needOf(track: IncidentTrackName, now: number): AttemptPurpose | undefined {
    if (track === 'ratification') {
      // What was started without authorisation is asked about although the incident is closed meanwhile (I8).
      return this.state !== 'archived' && this.ratification === 'asked' ? 'ratify' : undefined;
    }
    if (this.state !== 'open') return undefined;
    switch (track) {
      case 'provider':
        if (this.fired !== undefined && this.mandateBy === undefined) return 'mandate';
        if (this.takenBy === undefined) return 'take';
        return this.caller.isAlone && now >= this.companyExpectedUntil ? 'connect' : undefined;
      case 'internal': {
        const concernsThem = this.of.kind !== 'travel' || this.service !== 'travel' || this.isLifeSafety;
        return concernsThem && this.acknowledged.size < this.of.policy.contactsNeeded ? 'inform' : undefined;
      }
      case 'call-back':
        return this.takenBy !== undefined && this.caller.isToBeCalledBack(now) ? 'call-back' : undefined;
    }
  }

  /** The next moment at which something must happen by itself. */
  deadlines(): readonly number[] {
    const { companyExpectedUntil, caller } = this;
    if (this.state === 'closed') return [this.#reopenUntil, this.#askedUntil];
    return [
      ...this.acknowledged.values(),
      this.#dueAt ?? 0,
      companyExpectedUntil,
      caller.expectedUntil,
    ].filter(() => this.state === 'open');
  }

  get #dueAt(): number | undefined {
    if (this.fired !== undefined || this.#threat !== 'immediate' || this.#threatSince === undefined)
      return undefined;
    return this.acknowledged.size > 0
      ? undefined
      : this.#threatSince + this.of.policy.overrideDelaySeconds * 1000;
  }

  /** Time has passed: what lapses, lapses, and what is due by rule is due now. */
  tick(now: number): void {
    if (this.state === 'closed') {
      if (now >= this.#askedUntil && this.ratification === 'asked') this.ratification = 'not-ratified';
      if (now >= this.#reopenUntil && this.ratification !== 'asked') this.state = 'archived';
    }
    if (this.state !== 'open') return;
    for (const [giver, until] of this.acknowledged) if (until <= now) this.acknowledged.delete(giver);
    const dueAt = this.#dueAt;
    if (dueAt !== undefined && dueAt <= now) this.#fire('by-rule');
  }

  #fire(how: 'by-rule' | 'by-operator'): void {
    if (this.fired !== undefined) return;
    this.fired = how;
    this.ratification = this.of.authorising.size > 0 ? 'asked' : 'nobody-to-ask';
  }

  fire(): void {
    this.#fire('by-operator');
  }

  /** The timeline says that the override has fired. */
  firingTold(event: Extract<TimelineEvent, { type: 'override-fired' }>): void {
    const check = 'an override and an acknowledgement never both win';
    const givers = [...this.acknowledged.keys()].join(', ');
    this.#firingsTold += 1;
    mustHold(check, this.#firingsTold === 1, 'it fired twice');
    mustHold(check, this.fired !== undefined, `it fired by ${event.basis}, acknowledged by (${givers})`);
    mustHold(
      check,
      this.fired === `by-${event.basis}`,
      `it fired by ${event.basis}, not ${this.fired ?? ''}`,
    );
  }

  /** What was due by rule has come about. */
  mustHaveFired(): void {
    const check = 'an override and an acknowledgement never both win';
    mustHold(check, this.fired === undefined || this.#firingsTold === 1, 'it was due, and did not fire');
  }

  take(by: Actor, now: number): AcknowledgeAnswer['accepted'] {
    this.companyExpectedUntil = Math.max(this.companyExpectedUntil, now + 15_000);
    if (this.takenBy !== undefined) return 'already-acknowledged';
    this.takenBy = actorKey(by);
    this.#follow(now);
    return 'acknowledged';
  }

  takeMandate(by: Actor, now: number): AcknowledgeAnswer['accepted'] {
    const taken = this.take(by, now);
    if (this.fired === undefined || this.mandateBy !== undefined) return taken;
    this.mandateBy = actorKey(by);
    return 'mandate-accepted';
  }

  /** An acknowledgement after the override does not revoke it: its giver is asked for a word, until somebody has decided (I8). */
  acknowledge(by: Actor, now: number): AcknowledgeAnswer['accepted'] {
    const known = this.acknowledged.has(actorKey(by));
    this.acknowledged.set(actorKey(by), this.#expiry(now));
    this.#follow(now);
    if (by.by === 'target' && this.fired !== undefined && this.#isUndecided) {
      this.late.add(actorKey(by));
      return 'ratification-asked';
    }
    return known ? 'already-acknowledged' : 'acknowledged';
  }

  markReached(contacts: readonly Target[], now: number): void {
    for (const target of contacts) this.acknowledge({ by: 'target', target }, now);
  }

  setThreat(threat: Threat, now: number): void {
    this.#threat = threat;
    if (threat === 'immediate') this.#threatSince ??= now;
    this.#follow(now);
  }

  dangerNamed(now: number): void {
    if (this.#threat !== 'immediate') this.setThreat('immediate', now);
  }

  get #isUndecided(): boolean {
    return this.ratification === 'asked' || this.ratification === 'nobody-to-ask';
  }

  /** Only who decides about costs ratifies; a late acknowledger's answer is a word, and changes nothing else (I8). */
  ratify(by: Actor, answer: 'ratified' | 'refused', now: number): string {
    const key = actorKey(by);
    if (this.of.authorising.has(key)) {
      if (!this.#isUndecided) return 'over';
      this.ratification = answer;
      this.#follow(now);
      return answer;
    }
    if (!this.late.has(key)) return 'not-authorised';
    if (this.state !== 'open' || this.words.has(key) || !this.#isUndecided) return 'over';
    this.words.add(key);
    this.#follow(now);
    return 'word-recorded';
  }

  reroute(service: Service, now: number): void {
    this.#follow(now);
    if (service === this.service) return;
    this.service = service;
    this.takenBy = undefined;
    this.mandateBy = undefined;
  }

  note(by: Actor, now: number): void {
    if (by.by !== 'target' || by.target.role !== 'traveller') this.#follow(now);
  }

  close(now: number): void {
    this.state = 'closed';
    this.#reopenUntil = now + this.of.policy.reopenWindowSeconds * 1000;
    this.#askedUntil = now + this.of.policy.ratificationExpirySeconds * 1000;
  }

  reopen(): void {
    this.state = 'open';
    this.openings += 1;
    this.acknowledged.clear();
    this.takenBy = undefined;
  }

  helpAsked({ callerWaiting, callBack, lifeInDanger }: HelpAsked, now: number): void {
    if (this.state !== 'open') this.reopen();
    this.caller.asksForHelp({ callerWaiting, callBack });
    if (lifeInDanger) this.dangerNamed(now);
  }

  /** Somebody is put through to the room where the others wait, or that has failed (X1). */
  bridging(role: 'caller' | 'company', state: 'under-way' | 'failed', now: number): void {
    const until = state === 'under-way' ? now + 40_000 : now;
    if (role === 'caller') this.caller.expectedUntil = until;
    else this.companyExpectedUntil = until;
  }

  /** A person whose turn it was has answered; `isCurrent`: the ladder is still the one they stood on. */
  answered(
    track: IncidentTrackName,
    { target, purpose, isCurrent }: { target: Target; purpose: AttemptPurpose; isCurrent: boolean },
    { reason, answer, lifeInDanger }: AttemptResult,
    now: number,
  ): void {
    const by: Actor = { by: 'target', target };
    const yes = reason === 'acknowledged';
    switch (track) {
      case 'provider':
        if (lifeInDanger === true) this.dangerNamed(now);
        if (!yes || !isCurrent || this.state !== 'open') return;
        if (purpose === 'mandate') this.takeMandate(by, now);
        else this.take(by, now);
        return;
      case 'internal':
        if (lifeInDanger === true) this.dangerNamed(now);
        if (yes && this.state === 'open') this.acknowledge(by, now);
        return;
      case 'call-back':
        this.caller.calledBack(yes, now);
        return;
      case 'ratification':
        if (answer === 'ratified' || answer === 'refused') this.ratify(by, answer, now);
    }
  }

  /** Keys in an order that can be compared. */
  get acknowledgers(): readonly string[] {
    return [...this.acknowledged.keys()].sort();
  }

  isReached(target: Target): boolean {
    return this.acknowledged.has(targetKey(target));
  }

  #expiry(now: number): number {
    return now + this.of.policy.acknowledgementExpirySeconds * 1000;
  }

  /** Something follows: acknowledgements are good for another while (I7). */
  #follow(now: number): void {
    for (const [giver, until] of this.acknowledged)
      this.acknowledged.set(giver, Math.max(until, this.#expiry(now)));
  }
}
