import { condition } from '@temporalio/workflow';
import type { StopReason } from '../../activities/contract.js';
import type { Channel } from '../../domain/attempt.js';
import type { Money } from '../../domain/escalation/policy.js';
import type { OrderId } from '../../domain/identifiers.js';
import type { Roster } from '../../domain/escalation/roster.js';
import { isWithinLimit } from '../../domain/orders/approver.js';
import { isAsked } from '../../domain/orders/deciding.js';
import { isOpenAfterwards } from '../../domain/orders/lapsing.js';
import type { ApprovalQuestion, OrderView } from '../../domain/orders/order.js';
import { amountOf, approvalQuestion, questionKey } from '../../domain/orders/question.js';
import { targetKey } from '../../domain/target.js';
import type { Attempts } from '../attempts.js';
import { beginTrack, type Turn } from '../escalation/escalation.course.js';
import { Escalation, type EscalationCase } from '../escalation/escalation.js';
import type { EscalationQueue } from '../escalation/escalation.queue.js';
import { afterwardsDelaySeconds } from './incident.afterwards.js';
import type { Deed, IncidentCase } from './incident.case.js';
import type { DirectoryReading } from './incident.directory.js';
import { isLifeSafety, type Approval } from './incident.state.js';

/** What asking about orders has to know of the incident. */
export interface ApprovalSurroundings {
  readonly incident: IncidentCase;
  readonly attempts: Attempts;
  /** Shared with whatever else the authorising persons are asked. */
  readonly queue: EscalationQueue;
  readonly directory: Pick<DirectoryReading, 'load' | 'readAgain'>;
  isPausing(): boolean;
}

/**
 * Asks the authorising persons about orders, in their order, by telephone, mail and text, until somebody has decided or
 * the order has expired (I9). Each order is a need of its own with an escalation of its own. On the telephone they are
 * asked one question after the other, person by person: see `EscalationQueue`.
 */
export class Approvals {
  readonly #escalations = new Map<OrderId, Escalation>();

  constructor(private readonly of: ApprovalSurroundings) {}

  get isBusy(): boolean {
    return [...this.#escalations.values()].some(({ isBusy }) => isBusy);
  }

  get nextActionAt(): number | undefined {
    const moments = [...this.#escalations.values()].flatMap(({ nextActionAt }) => nextActionAt ?? []);
    return moments.length === 0 ? undefined : Math.min(...moments);
  }

  /** Goes on with what an earlier run of the workflow has left. */
  async run(): Promise<never> {
    this.#forgetDecided();
    for (;;) {
      await condition(() => this.#unasked !== undefined && !this.of.isPausing());
      const order = this.#unasked;
      if (order === undefined) continue;
      const escalation = new Escalation(this.#caseOf(order.id), this.of.attempts);
      this.#escalations.set(order.id, escalation);
      void escalation.run();
    }
  }

  get #unasked(): OrderView | undefined {
    const { incident } = this.of;
    const now = Date.now();
    return incident.orders.all.find((order) => isAsked(order, now) && !this.#escalations.has(order.id));
  }

  #caseOf(id: OrderId): EscalationCase {
    const { incident } = this.of;
    const { data, journal } = incident;
    const approval = this.#approvalOf(id);
    const order = (): OrderView => {
      const found = incident.orders.find(id);
      if (found === undefined) throw new Error('An order never disappears.');
      return found;
    };
    const question = (): ApprovalQuestion => approvalQuestion(order(), Date.now());
    let roster: Roster = [];
    let asked: Money | undefined;
    return {
      track: 'approval',
      data: approval.track,
      journal,
      queue: this.of.queue,
      // To start something is asked as long as the incident is open: its closure withdraws the order.
      need: () => (isAsked(order(), Date.now()) ? 'approve' : undefined),
      // What is asked next is another question, and begins with the first person again.
      ladder: () => `approval/${id}/${questionKey(question())}/${data.openings}`,
      loadRoster: async () => (roster = (await this.of.directory.load()).authorising),
      unfit: ({ limit }) => (isWithinLimit(limit, amountOf(question())) ? undefined : 'limit-too-low'),
      approval: question,
      beginTurn: (turn) => {
        asked = amountOf(question());
        this.#write(turn, question(), approval);
      },
      roundDelaySeconds: () => afterwardsDelaySeconds(data, roster, Date.now()),
      isUnhurried: () => data.state !== 'open',
      ringSeconds: () => data.policy.ringSeconds,
      talkSeconds: (channel: Channel) =>
        channel === 'voice' ? data.policy.talkSeconds : data.policy.replySeconds,
      // Asking afterwards is never so urgent that somebody's hours or refusal do not count.
      isLifeSafety: () => order().state === 'asking' && isLifeSafety(data),
      reached: () => new Set(),
      stopReason: (): StopReason => ({ why: order().state === 'withdrawn' ? 'closed' : 'superseded' }),
      beforeDecision: () => this.of.directory.readAgain(),
      settle: (target, _purpose, { answer, means = 'key', answerId }) => {
        if (answer !== 'approved' && answer !== 'refused') return;
        // After a gap the clock may be late: what was due before the answer comes first.
        incident.passDeadlines(Date.now());
        const deed: Deed = { by: { by: 'target', target }, means, now: Date.now() };
        incident.costs.decide(id, { answer, amount: asked }, deed, answerId);
      },
      isPausing: () => this.of.isPausing(),
    };
  }

  /** About what was decided nobody is asked again: it need not travel from run to run. */
  #forgetDecided(): void {
    const { data, orders } = this.of.incident;
    if (data.approvals === undefined) return;
    const left = orders.all.filter((order) => order.state === 'asking' || isOpenAfterwards(order));
    const ids = new Set<string>(left.map(({ id }) => id));
    data.approvals = Object.fromEntries(Object.entries(data.approvals).filter(([id]) => ids.has(id)));
  }

  #approvalOf(id: OrderId): Approval {
    const { data } = this.of.incident;
    data.approvals ??= {};
    return (data.approvals[id] ??= { track: beginTrack(), written: [] });
  }

  /**
   * Beside the call, once for each question, and with every round once the incident is closed: whoever has not answered
   * may have lost the first one, and its link is good for some days only. Whoever has no phone is asked in writing as it is.
   */
  #write({ target, step, round }: Turn, question: ApprovalQuestion, approval: Approval): void {
    const isReminder = this.of.incident.data.state !== 'open';
    const key = `${isReminder ? `reminder-${round}` : questionKey(question)}/${targetKey(target)}`;
    if (step.channel !== 'voice' || approval.written.includes(key)) return;
    const isOutdated = (each: string) =>
      each.startsWith('reminder-') && !each.startsWith(`reminder-${round}/`);
    approval.written = [...approval.written.filter((each) => !isOutdated(each)), key];
    this.of.incident.costs.askInWriting(target, question);
  }
}
