import { jest } from '@jest/globals';
import type { AttemptReason, AttemptResult } from '../../domain/attempt.js';
import { leaseEnd } from '../../domain/number-line.js';
import type { IncidentStart } from '../../workflows/incident/incident.messages.js';
import { mustHold } from './breach.js';
import { policies } from './cast.js';
import { keyText, LineBook } from './line-book.js';
import { ModelledIncident } from './modelled-incident.js';
import type { Attempt } from './modelled-track.js';

interface LiveCall {
  readonly sid: string;
  readonly number: string;
  /** `talking`: the question is answered, and the person may be in a conference. */
  state: 'ringing' | 'asking' | 'talking';
  until: number;
  /** Keys of the attempts whose questions were read out. */
  readonly heard: Set<string>;
}

/** What a person says who was called. */
export interface Said {
  readonly reason: Extract<AttemptReason, 'acknowledged' | 'declined'>;
  readonly lifeInDanger: boolean;
}

/** How long a worker has to pick up a dial, and an attempt to become a call. */
const pickUpMilliseconds = 30_000;
const placingMilliseconds = 10_000;
/** How long a line stays occupied after an answer: in a conference, or to hear a last sentence. */
const talkMilliseconds = 4 * 3_600_000;
const leavingMilliseconds = 60_000;

/** Two incidents, one set of telephones, and the clock that all of them share. Moments are epoch milliseconds. */
export class World {
  now = 0;
  directoryHangs = false;
  #workersRest = false;
  readonly incidents: readonly ModelledIncident[];
  readonly #lines = new LineBook();
  readonly #calls = new Map<string, LiveCall>();
  /** Attempts under way, by their key. */
  readonly #attempts = new Map<string, { readonly attempt: Attempt; readonly of: ModelledIncident }>();
  /** Outcomes that have not come to their cases yet. */
  readonly #onTheWay: { readonly key: string; readonly result: AttemptResult }[] = [];
  #callsMade = 0;
  #sequence = 0;

  constructor(starts: readonly [IncidentStart, IncidentStart]) {
    jest.setSystemTime(this.now);
    this.incidents = starts.map((start, index) => {
      const policy = policies[index === 0 ? 0 : 1];
      const incident: ModelledIncident = new ModelledIncident(start, policy, {
        begin: (attempt) => this.#attempts.set(keyText(attempt.order.key), { attempt, of: incident }),
        directoryHangs: () => this.directoryHangs,
      });
      return incident;
    });
    this.look();
  }

  /** Nothing is dialled, and no case is woken; whatever comes for them waits. */
  workersStop(): void {
    this.#workersRest = true;
  }

  /** The outcomes that have come meanwhile are heard of before the clock is looked at. */
  workersReturn(): void {
    if (!this.#workersRest) return;
    this.#workersRest = false;
    this.deliver();
    this.look();
  }

  /** Wakes those who have something to do now, and holds everything against what is expected. */
  look(woken: readonly ModelledIncident[] = this.incidents): void {
    if (this.#workersRest) return;
    for (const incident of this.incidents) {
      incident.expected.tick(this.now);
      if (woken.includes(incident)) incident.activate(this.now);
    }
    for (const incident of this.incidents) incident.check(this.now);
  }

  pass(milliseconds: number): void {
    const end = this.now + milliseconds;
    while (this.now < end) {
      this.deliver();
      this.stopWhatIsNotNeeded();
      this.dialAll();
      this.#moveTo(Math.min(end, ...this.#moments().filter((moment) => moment > this.now)));
    }
  }

  #moveTo(moment: number): void {
    this.now = moment;
    jest.setSystemTime(moment);
    for (const call of [...this.#calls.values()]) if (call.until <= moment) this.#hangUp(call, 'no-answer');
    if (this.#workersRest) return;
    for (const { attempt } of [...this.#attempts.values()]) this.#endIfOver(attempt);
    const woken = this.incidents.filter((incident) => incident.timers().some((timer) => timer <= moment));
    this.look(woken);
  }

  #moments(): readonly number[] {
    return [
      ...[...this.#calls.values()].map(({ until }) => until),
      ...[...this.#attempts.values()].map(({ attempt }) => timeLimitOf(attempt)),
      ...this.incidents.flatMap((incident) => [...incident.timers(), ...incident.expected.deadlines()]),
    ];
  }

  /** Workers dial whatever has been ordered. */
  dialAll(): void {
    if (this.#workersRest) return;
    for (let goesOn = true; goesOn;) {
      const ordered = [...this.#attempts.values()].filter(
        ({ attempt }) => attempt.dialledAt === undefined && !attempt.isStopping,
      );
      for (const { attempt } of ordered) this.#dial(attempt);
      goesOn = ordered.length > 0;
    }
  }

  dialOne(index: number): void {
    if (this.#workersRest) return;
    const ordered = [...this.#attempts.values()].filter(({ attempt }) => attempt.dialledAt === undefined);
    const chosen = ordered[index % Math.max(1, ordered.length)];
    if (chosen !== undefined) this.#dial(chosen.attempt);
  }

  #dial(attempt: Attempt): void {
    const { order, number } = attempt;
    attempt.dialledAt = this.now;
    const take = () =>
      this.#lines.take(number, order, { now: this.now, expiresAt: leaseEnd(order, this.now) });
    let line = take();
    const holding = this.#lines.find(number)?.call;
    if (line === 'occupied' && holding !== undefined && !this.#calls.has(holding)) {
      this.#release(number, holding, 'no-answer');
      line = take();
    }
    if (line === 'occupied') this.#complete(keyText(order.key), { reason: 'busy' });
    if (line !== 'taken') return;
    const talking = [...this.#calls.values()].filter((call) => call.number === number);
    mustHold('no number has two calls at a time', talking.length === 0, `${number} is called twice`);
    const sid = `CA${++this.#callsMade}`;
    const until = this.now + order.ringSeconds * 1000;
    this.#calls.set(sid, { sid, number, state: 'ringing', until, heard: new Set() });
    this.#lines.noteCall(number, order.key, sid);
  }

  /** Numbers the events of conferences. */
  nextSequence(): number {
    return ++this.#sequence;
  }

  /** Somebody picks up and hears the questions. */
  pickUp(index: number): void {
    const call = this.#callAt(index, 'ringing');
    if (call === undefined) return;
    const orders = this.#lines.readOut(call.number, call.sid)?.orders ?? [];
    for (const { key } of orders) call.heard.add(keyText(key));
    call.state = 'asking';
    call.until = this.now + (orders[0]?.talkSeconds ?? 0) * 1000;
  }

  /** Somebody answers all questions of their call at once; the cases may hear of it later. */
  say(index: number, { reason, lifeInDanger }: Said, later: boolean): void {
    const call = this.#callAt(index, 'asking');
    if (call === undefined) return;
    const purpose = this.#lines.find(call.number)?.orders[0]?.purpose;
    const mayTalk = reason === 'acknowledged' && purpose !== 'inform' && purpose !== 'ratify';
    const until = this.now + (mayTalk ? talkMilliseconds : leavingMilliseconds);
    const orders = this.#lines.settle(call.number, call.sid, until);
    call.state = 'talking';
    call.until = until;
    for (const { key, purpose: asked } of orders) {
      const wasHeard = call.heard.has(keyText(key));
      mustHold(
        'everything told counts once and as told',
        wasHeard,
        'an answer counts for what was not heard',
      );
      const danger = lifeInDanger ? { lifeInDanger } : {};
      const result: AttemptResult =
        asked === 'ratify'
          ? {
              reason: 'acknowledged',
              means: 'key',
              answer: reason === 'acknowledged' ? 'ratified' : 'refused',
            }
          : { reason, means: 'key', ...danger };
      this.#onTheWay.push({ key: keyText(key), result });
    }
    if (!later) this.deliver();
  }

  /** A call ends; `heard`: its last webhook arrives. */
  hangUp(index: number, reason: 'no-answer' | 'busy' | 'voicemail' | 'failed', heard: boolean): void {
    const call = this.#callAt(index);
    if (call === undefined) return;
    if (heard) this.#hangUp(call, reason);
    else this.#calls.delete(call.sid);
  }

  /** Cases hear what was answered. */
  deliver(): void {
    if (this.#workersRest) return;
    for (const { key, result } of this.#onTheWay.splice(0)) this.#complete(key, result);
  }

  stopWhatIsNotNeeded(): void {
    if (this.#workersRest) return;
    for (const { attempt } of [...this.#attempts.values()]) if (attempt.isStopping) this.#stop(attempt);
  }

  #stop({ order, number, dialledAt }: Attempt): void {
    const isAnswered = dialledAt !== undefined && !this.#leave(order.key, number);
    if (!isAnswered) this.#complete(keyText(order.key), { reason: 'expired', detail: 'stopped' });
  }

  /** Takes the question off its call, and ends a call without questions. @returns whether it was asked there. */
  #leave(key: Attempt['order']['key'], number: string): boolean {
    const before = this.#lines.find(number);
    if (before?.orders.some((order) => keyText(order.key) === keyText(key)) !== true) return false;
    const after = this.#lines.leave(number, key);
    const call = this.#calls.get(after?.call ?? '');
    if (after?.orders.length === 0 && call !== undefined) this.#hangUp(call, 'no-answer');
    return true;
  }

  /** Nobody has told in time what became of an attempt: it is looked up. */
  #endIfOver(attempt: Attempt): void {
    const { order, number, dialledAt } = attempt;
    const key = keyText(order.key);
    if (!this.#attempts.has(key) || timeLimitOf(attempt) > this.now) return;
    if (dialledAt !== undefined) {
      this.#leave(order.key, number);
      const call = this.#lines.find(number)?.call;
      if (call !== undefined && !this.#calls.has(call)) this.#release(number, call, 'no-answer');
    }
    this.#complete(key, { reason: 'expired', detail: 'outcome-unknown' });
  }

  #hangUp({ sid, number }: LiveCall, reason: AttemptReason): void {
    this.#calls.delete(sid);
    this.#release(number, sid, reason);
  }

  #release(number: string, sid: string, reason: AttemptReason): void {
    for (const { key } of this.#lines.release(number, sid)) this.#complete(keyText(key), { reason });
  }

  #complete(key: string, result: AttemptResult): void {
    const known = this.#attempts.get(key);
    if (known === undefined) return;
    if (this.#workersRest) {
      if (!this.#onTheWay.some((outcome) => outcome.key === key)) this.#onTheWay.push({ key, result });
      return;
    }
    this.#attempts.delete(key);
    known.of.expected.tick(this.now);
    known.of.ends(known.attempt, result, this.now);
  }

  #callAt(index: number, state?: LiveCall['state']): LiveCall | undefined {
    const calls = [...this.#calls.values()].filter((call) => state === undefined || call.state === state);
    return calls[index % Math.max(1, calls.length)];
  }
}

function timeLimitOf({ order, orderedAt, dialledAt }: Attempt): number {
  if (dialledAt === undefined) return orderedAt + pickUpMilliseconds;
  return dialledAt + placingMilliseconds + (order.ringSeconds + order.talkSeconds) * 1000;
}
