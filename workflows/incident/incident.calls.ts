import { condition } from '@temporalio/workflow';
import { callsBesideCaller, presenceIn } from '../../domain/incident/conference.js';
import { sameTarget, targetKey, type Target } from '../../domain/target.js';
import type { OrderedCallOutcome } from '../../domain/timeline.js';
import type { Attempts } from '../attempts.js';
import type { IncidentCase } from './incident.case.js';
import type { CallBack, CallBackAnswer, CallPerson, CallPersonAnswer } from './incident.messages.js';
import { callBackNeed, isLifeSafety, type IncidentData, type OrderedCall } from './incident.state.js';

/** What the calls that operators order have to know of the incident. */
export interface OrderedCallsSurroundings {
  readonly incident: IncidentCase;
  readonly attempts: Attempts;
  /** The caller's phone is being called. */
  isCallingBack(): boolean;
  isPausing(): boolean;
}

/**
 * What operators order on the telephone (I12): somebody is called into the conference of the incident, or the caller is
 * called back. Each order is one need: the person's phones are called once each, and the timeline tells how it ended; who
 * is to be tried again is ordered again. Several people are called at the same time.
 */
export class OrderedCalls {
  /** Whose phones are being called, and when that is over at the latest. */
  readonly #underWay = new Map<string, number>();

  constructor(private readonly of: OrderedCallsSurroundings) {}

  get isBusy(): boolean {
    return this.#underWay.size > 0;
  }

  get nextActionAt(): number | undefined {
    return this.isBusy ? Math.min(...this.#underWay.values()) : undefined;
  }

  /** Somebody is to be called into the conference. */
  call({ by, target, phones }: CallPerson, now: number): CallPersonAnswer {
    const { incident } = this.of;
    if (isThere(incident.data, target)) return { ordered: 'already-there' };
    if (this.#orderOf(target) !== undefined) return { ordered: 'already-calling' };
    incident.journal.tell({ type: 'call-ordered', target, by }, now);
    incident.somethingFollowed(now);
    this.#begin({ target, phones, made: 0, thenCallBack: false });
    return { ordered: 'calling' };
  }

  /** The caller is to be called back: at once, or when the person who is to be there has come into the conference. */
  callBack({ by, with: company, despiteDuress }: CallBack, now: number): CallBackAnswer {
    const { incident } = this.of;
    const { data } = incident;
    const knowingly = despiteDuress === undefined || data.silent === undefined ? {} : { despiteDuress };
    const isAccompanied = company === undefined ? isAccompaniedAlready(data) : isThere(data, company.target);
    if (company !== undefined && !isAccompanied) {
      const order = this.#orderOf(company.target);
      if (order?.thenCallBack === true) return { ordered: 'already-calling' };
      incident.journal.tell({ type: 'call-back-ordered', by, with: company.target, ...knowingly }, now);
      incident.somethingFollowed(now);
      if (order === undefined) this.#begin({ ...company, made: 0, thenCallBack: true });
      else this.#put({ ...order, thenCallBack: true });
      return { ordered: 'calling' };
    }
    if (presenceIn(data.conference).caller === 'seen') return { ordered: 'already-there' };
    if (this.of.isCallingBack()) return { ordered: 'already-calling' };
    incident.journal.tell(
      {
        type: 'call-back-ordered',
        by,
        ...(company === undefined ? {} : { with: company.target }),
        ...knowingly,
      },
      now,
    );
    incident.somethingFollowed(now);
    orderCallBack(data, isAccompanied ? 'accompanied' : 'for-the-taker');
    return { ordered: callBackNeed(data, now) === undefined ? 'when-taken' : 'calling' };
  }

  /** Goes on with what an earlier run of the workflow has left. */
  async run(): Promise<never> {
    for (;;) {
      await condition(() => this.#waiting !== undefined && !this.of.isPausing());
      if (this.#waiting !== undefined) void this.#serve(this.#waiting.target);
    }
  }

  get #orders(): readonly OrderedCall[] {
    return this.of.incident.data.orderedCalls ?? [];
  }

  get #waiting(): OrderedCall | undefined {
    return this.#orders.find(({ target }) => !this.#underWay.has(targetKey(target)));
  }

  #orderOf(target: Target): OrderedCall | undefined {
    return this.#orders.find((order) => sameTarget(order.target, target));
  }

  /** Dialled in the same step as it is ordered, so that the record travels with the dial. */
  #begin(order: OrderedCall): void {
    this.#put(order);
    if (!this.of.isPausing()) void this.#serve(order.target);
  }

  #put(order: OrderedCall): void {
    this.#remove(order);
    this.of.incident.data.orderedCalls = [...this.#orders, order];
  }

  #remove({ target }: OrderedCall): void {
    this.of.incident.data.orderedCalls = this.#orders.filter((order) => !sameTarget(order.target, target));
  }

  async #serve(target: Target): Promise<void> {
    const key = targetKey(target);
    this.#underWay.set(key, Date.now());
    let order = this.#orderOf(target);
    while (order !== undefined && !this.of.isPausing()) {
      await this.#take(order);
      order = this.#orderOf(target);
    }
    this.#underWay.delete(key);
  }

  /** The next step of an order: another phone, or its end. */
  async #take(order: OrderedCall): Promise<void> {
    const { incident } = this.of;
    if (incident.data.state !== 'open') {
      this.#end(order, 'withdrawn');
      return;
    }
    if (order.made >= order.phones) {
      this.#end(order, 'not-reached');
      return;
    }
    const reason = await this.#ask(order);
    // An order for the same person may have said meanwhile that the caller is to be called back too.
    const made: OrderedCall = { ...(this.#orderOf(order.target) ?? order), made: order.made + 1 };
    if (reason === 'acknowledged') {
      this.#end(made, 'joined');
      this.#isComing(made);
    } else if (reason === 'declined') this.#end(made, 'declined');
    else this.#put(made);
  }

  async #ask({ target, made }: OrderedCall) {
    const { incident, attempts } = this.of;
    const { data } = incident;
    const { ringSeconds, talkSeconds } = data.policy;
    this.#underWay.set(targetKey(target), attempts.latestEnd(ringSeconds, talkSeconds));
    const { reason } = await attempts.ask({
      track: 'ordered-call',
      purpose: 'join',
      target,
      step: { channel: 'voice', position: made },
      round: 1,
      ringSeconds,
      talkSeconds,
      lifeSafety: isLifeSafety(data),
      stopReason: () => (data.state === 'open' ? undefined : { why: 'closed' }),
    });
    return reason;
  }

  #end(order: OrderedCall, outcome: OrderedCallOutcome): void {
    this.#remove(order);
    const { target, made: attempts } = order;
    this.of.incident.journal.tell({ type: 'ordered-call-ended', target, outcome, attempts }, Date.now());
  }

  #isComing({ thenCallBack }: OrderedCall): void {
    const { incident } = this.of;
    const { data } = incident;
    if (data.state !== 'open') return;
    incident.conversation.expectCompany(Date.now());
    const isThereAlready = presenceIn(data.conference).caller === 'seen' || this.of.isCallingBack();
    if (thenCallBack && !isThereAlready) orderCallBack(data, 'accompanied');
  }
}

/** A go of its own, whatever was tried or talked about before. */
function orderCallBack(data: IncidentData, order: NonNullable<IncidentData['callBackOrder']>): void {
  data.conference = { ...data.conference, hasTalked: false };
  data.callBackWanted = true;
  data.callBackAttempts = 0;
  data.callBackOrder = order;
  data.callBackOrders = (data.callBackOrders ?? 0) + 1;
}

/** Somebody is in the conference, or was called there for this. */
function isAccompaniedAlready({ conference, callBackOrder }: IncidentData): boolean {
  return callBackOrder === 'accompanied' || callsBesideCaller(conference).length > 0;
}

function isThere({ conference }: IncidentData, target: Target): boolean {
  return callsBesideCaller(conference).some(({ label }) => label === targetKey(target));
}
