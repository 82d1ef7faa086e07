import { condition, patched } from '@temporalio/workflow';
import type { StopReason } from '../../activities/contract.js';
import type { AttemptPurpose } from '../../domain/attempt.js';
import { noteDecline } from '../../domain/escalation/escalation.js';
import type { ConferenceCall } from '../../domain/incident/conference.js';
import type { Roster } from '../../domain/escalation/roster.js';
import type { Target } from '../../domain/target.js';
import type { Attempts } from '../attempts.js';
import { readForDial } from '../reading.js';
import type { EscalationQueue } from './escalation.queue.js';
import {
  endRest,
  endTurn,
  isRestDisturbed,
  isStillNeeded,
  takeTurn,
  type Need,
  type Turn,
} from './escalation.course.js';

/** Since then a round begins a second after the one before at the earliest, also where nothing is paused. */
const roundsKeepDistance = 'rounds-keep-distance';

/** One need to reach somebody, and everything that an escalation has to know of its case. */
export interface EscalationCase extends Need {
  loadRoster(): Promise<Roster>;
  ringSeconds(): number;
  talkSeconds(step: 'voice' | 'sms' | 'email'): number;
  /** Why a question that is under way need not be answered any more. */
  stopReason(): StopReason;
  /** Calls in which the person can be asked, when their number has one of them. Absent: nobody is asked so. */
  inConference?(target: Target, purpose: AttemptPurpose): readonly ConferenceCall[];
  /** It is somebody's turn to be asked. */
  beginTurn?(turn: Turn): void;
  /** What is to be done before an answer is judged that decides something. Absent: nothing. */
  beforeDecision?(): Promise<void>;
  /** Others of the same case who ask the same people. Absent: nobody else does. */
  readonly queue?: EscalationQueue;
}

/**
 * An escalation: as long as there is a need, people are asked in their order, round after round with a pause between,
 * until somebody is reached (I6). It never gives up by itself. What it does next is decided in escalation.course.ts; here
 * it is waited for. Runs as a part of its case, not as a child workflow: see docs/adr/0002.
 */
export class Escalation {
  #busy = false;
  /** Somebody else of the queue is asking: what is next is theirs. */
  #isQueueing = false;

  constructor(
    private readonly of: EscalationCase,
    private readonly attempts: Attempts,
  ) {}

  /** An attempt or a look at the roster is under way. */
  get isBusy(): boolean {
    return this.#busy;
  }

  get nextActionAt(): number | undefined {
    return this.of.need() === undefined || this.#isQueueing ? undefined : this.of.data.nextActionAt;
  }

  /** A decline that came by another way than the attempt itself, e.g. by text. */
  noteDecline(target: Target): void {
    this.of.data.state = noteDecline(this.of.data.state, target);
  }

  async run(): Promise<never> {
    const { data } = this.of;
    for (;;) {
      await condition(() => this.of.need() !== undefined && !this.of.isPausing());
      if (data.restUntil !== undefined) await this.#rest(data.restUntil);
      else await this.#runRound();
    }
  }

  async #runRound(): Promise<void> {
    this.#busy = true;
    const ladder = this.of.ladder();
    const roster = await readForDial(this.of.journal, () => this.of.loadRoster());
    const { queue } = this.of;
    const keepsDistance = () => patched(roundsKeepDistance);
    const nextTurn = () => takeTurn(this.of, ladder, roster, Date.now(), keepsDistance);
    if (queue === undefined) {
      for (let turn = nextTurn(); turn !== undefined; turn = nextTurn()) await this.#ask(turn);
    } else {
      let wasAsked = true;
      while (wasAsked) wasAsked = await this.#askInTurn(queue, nextTurn);
    }
    this.#busy = false;
  }

  /** @returns whether it was anybody's turn. */
  async #askInTurn(queue: EscalationQueue, nextTurn: () => Turn | undefined): Promise<boolean> {
    this.#isQueueing = true;
    await queue.enter(this, () => this.of.need() === undefined || this.of.isPausing());
    this.#isQueueing = false;
    const turn = nextTurn();
    // A mail keeps nobody from answering the telephone.
    if (turn?.step.channel !== 'voice') queue.leave(this);
    if (turn !== undefined) await this.#ask(turn);
    queue.leave(this);
    return turn !== undefined;
  }

  async #ask(turn: Turn): Promise<void> {
    const { data, track } = this.of;
    const { purpose, target, step, round } = turn;
    const ringSeconds = this.of.ringSeconds();
    const talkSeconds = this.of.talkSeconds(step.channel);
    const inConference = this.of.inConference?.(target, purpose) ?? [];
    const approval = this.of.approval?.();
    this.of.beginTurn?.(turn);
    data.nextActionAt = this.attempts.latestEnd(ringSeconds, talkSeconds);
    const result = await this.attempts.ask({
      track,
      purpose,
      target,
      step,
      round,
      ringSeconds,
      talkSeconds,
      lifeSafety: this.of.isLifeSafety(),
      ...(inConference.length === 0 ? {} : { inConference }),
      ...(approval === undefined ? {} : { approval }),
      stopReason: () => {
        if (!isStillNeeded(this.of, turn)) return this.of.stopReason();
        // Nobody waits for a reply by text or mail before the workflow continues as new: it counts whenever it comes.
        return step.channel !== 'voice' && this.of.isPausing() ? { why: 'superseded' } : undefined;
      },
    });
    if (result.answer !== undefined) await this.of.beforeDecision?.();
    endTurn(this.of, turn, result);
  }

  /** The pause between rounds: a changed need, another ladder or a life in danger ends it at once. */
  async #rest(until: number): Promise<void> {
    const isDisturbed = () => isRestDisturbed(this.of);
    const remaining = until - Date.now();
    if (remaining > 0) await condition(() => isDisturbed() || this.of.isPausing(), remaining);
    if (this.of.isPausing() && !isDisturbed() && Date.now() < until) return;
    endRest(this.of);
  }
}
