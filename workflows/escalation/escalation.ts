import { condition } from '@temporalio/workflow';
import type { StopReason } from '../../activities/contract.js';
import type { AttemptPurpose, AttemptResult } from '../../domain/attempt.js';
import {
  firstRound,
  nextMove,
  noteDecline,
  passToNextMember,
  startOver,
  type EscalationMove,
  type EscalationState,
} from '../../domain/escalation/escalation.js';
import type { ConferenceCall } from '../../domain/incident/conference.js';
import type { Roster } from '../../domain/escalation/roster.js';
import type { Target } from '../../domain/target.js';
import type { Skip, SkipReason, TrackName } from '../../domain/timeline.js';
import type { Attempts } from '../attempts.js';
import type { Journal } from '../journal.js';
import { readForDial } from '../reading.js';

/** A round in which nobody could be asked at all is not repeated sooner than this: nothing changes that fast. */
const emptyRoundMilliseconds = 15 * 60_000;

/** What is known of the round under way, or of the one that the pause follows. */
interface Course {
  /** What it is for, and which ladder it goes up. A round for something or somebody else starts over. */
  readonly purpose: AttemptPurpose;
  readonly ladder: string;
  readonly anybodyAsked: boolean;
  /** Somebody was passed over who would not have been if a life had been in danger. */
  readonly anybodyLeftOut: boolean;
  /** Nobody was needed any more before it came to its end. */
  readonly interrupted: boolean;
}

/** Where a track stands; plain data, so that it survives continue-as-new. Moments are epoch milliseconds. */
export interface TrackData {
  state: EscalationState;
  course?: Course;
  /** The pause between two rounds lasts until then. */
  restUntil?: number;
  nextActionAt?: number;
}

const newCourse = { anybodyAsked: false, anybodyLeftOut: false, interrupted: false };

export function beginTrack(): TrackData {
  return { state: firstRound };
}

/** One need to reach somebody, and everything that an escalation has to know of its case. */
export interface EscalationCase {
  readonly track: TrackName;
  readonly data: TrackData;
  readonly journal: Journal;
  readonly attempts: Attempts;
  /** What somebody is needed for at this moment; undefined: nothing, the track rests. */
  need(): AttemptPurpose | undefined;
  /** Names what is gone up at the moment: a re-routed or reopened incident begins with the first of another one. */
  ladder(): string;
  loadRoster(): Promise<Roster>;
  ringSeconds(): number;
  talkSeconds(step: 'voice' | 'sms' | 'email'): number;
  roundDelaySeconds(): number;
  isLifeSafety(): boolean;
  /** Keys of those who need not be asked any more. */
  reached(): ReadonlySet<string>;
  /** Why a question that is under way need not be answered any more. */
  stopReason(): StopReason;
  /** Calls in which the person can be asked, when their number has one of them. Absent: nobody is asked so. */
  inConference?(target: Target, purpose: AttemptPurpose): readonly ConferenceCall[];
  /** A round has ended in which there was nobody to ask. */
  nobodyToAsk?(): void;
  /** Takes in what a person on the ladder answered. */
  settle(target: Target, purpose: AttemptPurpose, result: AttemptResult, ladder: string): void;
  /** The workflow is about to continue as new: nothing may be begun. */
  isPausing(): boolean;
}

/**
 * An escalation: as long as there is a need, people are asked in their order, round after round with a pause between,
 * until somebody is reached (I6). It never gives up by itself. Runs as a part of its case, not as a child workflow: see
 * docs/adr/0002.
 */
export class Escalation {
  #busy = false;

  constructor(private readonly of: EscalationCase) {}

  /** An attempt or a look at the roster is under way. */
  get isBusy(): boolean {
    return this.#busy;
  }

  get nextActionAt(): number | undefined {
    return this.of.need() === undefined ? undefined : this.of.data.nextActionAt;
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
    let goesOn = true;
    while (goesOn) goesOn = await this.#takeStep(ladder, roster);
    this.#busy = false;
  }

  /** @returns whether the round goes on. */
  async #takeStep(ladder: string, roster: Roster): Promise<boolean> {
    const { data } = this.of;
    const purpose = this.of.need();
    if (purpose === undefined && data.course !== undefined)
      data.course = { ...data.course, interrupted: true };
    if (purpose === undefined || this.of.isPausing()) return false;
    if (this.#isForAnother(purpose, ladder)) {
      if (data.course !== undefined) data.state = startOver(data.state);
      delete data.course;
      return false;
    }
    const begun = data.course ?? { purpose, ladder, ...newCourse };
    const { round } = data.state;
    const { move, state } = nextMove(data.state, roster, {
      now: Date.now(),
      lifeSafety: this.of.isLifeSafety(),
      reached: this.of.reached(),
    });
    data.state = state;
    this.#tellOfSkips(move.skips, round);
    const anybodyLeftOut = begun.anybodyLeftOut || move.skips.some(({ reason }) => isForgiven(reason));
    if (move.move === 'end-round') {
      data.course = { ...begun, anybodyLeftOut };
      this.#endRound(round, data.course);
      return false;
    }
    data.course = { purpose, ladder, anybodyAsked: true, anybodyLeftOut, interrupted: false };
    await this.#ask(move, data.course, round);
    return true;
  }

  /** Whether the round that was begun is no longer the one that is needed, or its roster no longer the right one. */
  #isForAnother(purpose: AttemptPurpose, ladder: string): boolean {
    const { course } = this.of.data;
    if (this.of.ladder() !== ladder) return true;
    return course !== undefined && (course.purpose !== purpose || course.ladder !== ladder);
  }

  #tellOfSkips(skips: readonly Skip[], round: number): void {
    if (skips.length === 0) return;
    this.of.journal.tell({ type: 'skipped', track: this.of.track, round, skips }, Date.now());
  }

  async #ask(
    { target, step }: Extract<EscalationMove, { move: 'attempt' }>,
    { purpose, ladder }: Course,
    round: number,
  ): Promise<void> {
    const { data, track, attempts } = this.of;
    const ringSeconds = this.of.ringSeconds();
    const talkSeconds = this.of.talkSeconds(step.channel);
    const inConference = this.of.inConference?.(target, purpose) ?? [];
    const isNeeded = () => this.of.need() !== undefined && this.of.ladder() === ladder;
    data.nextActionAt = attempts.latestEnd(ringSeconds, talkSeconds);
    const result = await attempts.ask({
      track,
      purpose,
      target,
      step,
      round,
      ringSeconds,
      talkSeconds,
      lifeSafety: this.of.isLifeSafety(),
      ...(inConference.length === 0 ? {} : { inConference }),
      stopReason: () => {
        if (!isNeeded()) return this.of.stopReason();
        // Nobody waits for a reply by text or mail before the workflow continues as new: it counts whenever it comes.
        return step.channel !== 'voice' && this.of.isPausing() ? { why: 'superseded' } : undefined;
      },
    });
    if (result.reason === 'declined') data.state = passToNextMember(noteDecline(data.state, target));
    this.of.settle(target, purpose, result, ladder);
  }

  #endRound(round: number, ended: Course): void {
    const { data, journal, track } = this.of;
    if (!ended.anybodyAsked) this.of.nobodyToAsk?.();
    if (this.of.need() === undefined) {
      delete data.course;
      return;
    }
    const nextRoundAt = Date.now() + this.#pauseAfter(ended);
    data.restUntil = nextRoundAt;
    data.nextActionAt = nextRoundAt;
    journal.tell({ type: 'round-ended', track, round, nextRoundAt }, Date.now());
  }

  #pauseAfter({ anybodyAsked, anybodyLeftOut, interrupted }: Course): number {
    // The need has arisen again and nobody was left in the old round: the first is asked at once.
    if (interrupted) return 0;
    // A life has come into danger since somebody was left out: it is their turn at once (I6).
    if (anybodyLeftOut && this.of.isLifeSafety()) return 0;
    const delay = this.of.roundDelaySeconds() * 1000;
    return anybodyAsked ? delay : Math.max(delay, emptyRoundMilliseconds);
  }

  /** The pause between rounds: a changed need, another ladder or a life in danger ends it at once. */
  async #rest(until: number): Promise<void> {
    const { data } = this.of;
    const { course } = data;
    const wasLifeSafety = this.of.isLifeSafety();
    const isDisturbed = () =>
      this.of.need() !== course?.purpose ||
      this.of.ladder() !== course?.ladder ||
      (this.of.isLifeSafety() && !wasLifeSafety);
    const remaining = until - Date.now();
    if (remaining > 0) await condition(() => isDisturbed() || this.of.isPausing(), remaining);
    if (this.of.isPausing() && !isDisturbed() && Date.now() < until) return;
    delete data.restUntil;
    delete data.course;
  }
}

/** Who is passed over for such a reason is asked all the same when a life is in danger. */
function isForgiven(reason: SkipReason): boolean {
  return reason === 'declined' || reason === 'unavailable';
}
