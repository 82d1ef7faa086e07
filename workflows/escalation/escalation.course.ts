import type { AttemptPurpose, AttemptResult, ChannelStep } from '../../domain/attempt.js';
import {
  firstRound,
  nextMove,
  noteDecline,
  passToNextMember,
  startOver,
  type EscalationState,
} from '../../domain/escalation/escalation.js';
import type { Roster, RosterMember } from '../../domain/escalation/roster.js';
import {
  longestLookAway,
  nextAvailability,
  pauseAfterEmptyRound,
  pauseAfterRound,
  pauseForGood,
  pauseKeepingDistance,
} from '../../domain/escalation/round-pause.js';
import type { ApprovalQuestion } from '../../domain/orders/order.js';
import type { OrderId } from '../../domain/identifiers.js';
import { targetKey, type Target } from '../../domain/target.js';
import type { Skip, SkipReason, TrackName } from '../../domain/timeline.js';
import type { Journal } from '../journal.js';

/** What is known of the round under way, or of the one that the pause follows. */
interface Course {
  /** What it is for, and which ladder it goes up. A round for something or somebody else starts over. */
  readonly purpose: AttemptPurpose;
  readonly ladder: string;
  readonly anybodyAsked: boolean;
  /** When the first of the round was asked; epoch milliseconds. Absent: nobody was, or nobody knows. */
  readonly begunAt?: number;
  /** Somebody was passed over who would not have been if a life had been in danger. */
  readonly anybodyLeftOut: boolean;
  /** Nobody was needed any more before it came to its end. */
  readonly interrupted: boolean;
  /** A life was in danger when it came to its end. */
  readonly lifeSafety: boolean;
}

/** Where a track stands; plain data, so that it survives continue-as-new. Moments are epoch milliseconds. */
export interface TrackData {
  state: EscalationState;
  course?: Course;
  /** The pause between two rounds lasts until then. */
  restUntil?: number;
  nextActionAt?: number;
  /** There was nobody to ask in the last round, and who was passed over why: as long as that stays, it is told once. */
  nobody?: string;
}

const newCourse = { anybodyAsked: false, anybodyLeftOut: false, interrupted: false, lifeSafety: false };

export function beginTrack(): TrackData {
  return { state: firstRound };
}

/** One need to reach somebody, and what its case says about it at this moment. */
export interface Need {
  readonly track: TrackName;
  readonly data: TrackData;
  readonly journal: Journal;
  /** What somebody is needed for at this moment; undefined: nothing, the track rests. */
  need(): AttemptPurpose | undefined;
  /** Names what is gone up at the moment: a re-routed or reopened incident begins with the first of another one. */
  ladder(): string;
  roundDelaySeconds(): number;
  isLifeSafety(): boolean;
  /** Keys of those who need not be asked any more. */
  reached(): ReadonlySet<string>;
  /** Why somebody cannot be asked at all, see `EscalationConditions`. */
  unfit?(member: RosterMember): SkipReason | undefined;
  /** What is to be approved; absent: it is not about an order. */
  approval?(): ApprovalQuestion;
  /** A round has ended in which there was nobody to ask. `isNews`: not for the same reasons as in the round before. */
  nobodyToAsk?(isNews: boolean): void;
  /** Whether it is a ladder that nobody can ever be saved for. Absent: no. */
  staysEmpty?(): boolean;
  /** Whether nothing is lost by asking late: with nobody to ask, it waits as it does behind any other round. Absent: no. */
  isUnhurried?(): boolean;
  /** Takes in what a person on the ladder answered. */
  settle(target: Target, purpose: AttemptPurpose, result: AttemptResult, ladder: string): void;
  /** The workflow is about to continue as new: nothing may be begun. */
  isPausing(): boolean;
}

/** Somebody's turn to be asked. */
export interface Turn {
  readonly target: Target;
  readonly step: ChannelStep;
  readonly purpose: AttemptPurpose;
  readonly ladder: string;
  readonly round: number;
}

/**
 * Whose turn it is on the ladder as it was when the round began; who is passed over is told. Undefined: the round goes no
 * further, since it has come to its end, or nobody, or somebody else, is needed.
 *
 * @param keepsDistance whether rounds keep the least distance; looked at only where that makes a difference.
 */
export function takeTurn(
  of: Need,
  ladder: string,
  roster: Roster,
  now: number,
  keepsDistance: () => boolean = () => true,
): Turn | undefined {
  const { data } = of;
  const purpose = of.need();
  if (purpose === undefined && data.course !== undefined) data.course = { ...data.course, interrupted: true };
  if (purpose === undefined || of.isPausing()) return undefined;
  if (isForAnother(of, purpose, ladder)) {
    if (data.course !== undefined) data.state = startOver(data.state);
    delete data.course;
    return undefined;
  }
  const begun = data.course ?? { purpose, ladder, ...newCourse };
  const { round } = data.state;
  const { move, state } = nextMove(data.state, roster, {
    now,
    lifeSafety: of.isLifeSafety(),
    reached: of.reached(),
    ...(of.unfit === undefined ? {} : { unfit: (member) => of.unfit?.(member) }),
  });
  data.state = state;
  if (move.move === 'end-round' && !begun.anybodyAsked && !begun.interrupted) {
    data.course = { ...begun, lifeSafety: of.isLifeSafety() };
    endEmptyRound(of, data.course, { round, roster, skips: move.skips }, now);
    return undefined;
  }
  delete data.nobody;
  tellOfSkips(of, move.skips, round, now);
  const anybodyLeftOut = begun.anybodyLeftOut || move.skips.some(({ reason }) => isForgiven(reason));
  if (move.move === 'end-round') {
    data.course = { ...begun, anybodyLeftOut, lifeSafety: of.isLifeSafety() };
    endRound(of, round, data.course, now, keepsDistance);
    return undefined;
  }
  const { begunAt = now } = begun;
  data.course = { ...newCourse, purpose, ladder, anybodyAsked: true, anybodyLeftOut, begunAt };
  const { target, step } = move;
  return { target, step, purpose, ladder, round };
}

/** Whether whoever is being asked need still answer. */
export function isStillNeeded(of: Need, { ladder }: Turn): boolean {
  return of.need() !== undefined && of.ladder() === ladder;
}

/** What came of somebody's turn. */
export function endTurn(of: Need, { target, purpose, ladder }: Turn, result: AttemptResult): void {
  const { data } = of;
  if (result.reason === 'declined') data.state = passToNextMember(noteDecline(data.state, target));
  of.settle(target, purpose, result, ladder);
}

/**
 * Whether the pause between two rounds is over before its time: by a changed need, another ladder, or a life in danger
 * that was not when the pause began.
 */
export function isRestDisturbed(of: Need): boolean {
  const { course } = of.data;
  if (of.need() !== course?.purpose || of.ladder() !== course?.ladder) return true;
  return of.isLifeSafety() && !course.lifeSafety;
}

export function endRest({ data }: Need): void {
  delete data.restUntil;
  delete data.course;
}

/** Whether the round that was begun is no longer the one that is needed, or its roster no longer the right one. */
function isForAnother(of: Need, purpose: AttemptPurpose, ladder: string): boolean {
  const { course } = of.data;
  if (of.ladder() !== ladder) return true;
  return course !== undefined && (course.purpose !== purpose || course.ladder !== ladder);
}

function tellOfSkips(of: Need, skips: readonly Skip[], round: number, now: number): void {
  const { journal, track } = of;
  if (skips.length > 0) journal.tell({ type: 'skipped', track, round, skips, ...aboutOrder(of) }, now);
}

/** Which order it is about, if it is about one. */
function aboutOrder(of: Need): { readonly orderId?: OrderId } {
  const approval = of.approval?.();
  return approval === undefined ? {} : { orderId: approval.orderId };
}

function endRound(of: Need, round: number, ended: Course, now: number, keepsDistance: () => boolean): void {
  const { journal, track } = of;
  const nextRoundAt = now + pauseAfter(of, ended, now, keepsDistance);
  if (!restUnlessOver(of, nextRoundAt)) return;
  journal.tell({ type: 'round-ended', track, round, nextRoundAt, ...aboutOrder(of) }, now);
}

/**
 * There was nobody to ask: it is looked again soon, under the same number of the round, and told only if anything about it
 * is new, since a night has many minutes.
 */
function endEmptyRound(
  of: Need,
  { ladder, lifeSafety }: Course,
  {
    round,
    roster,
    skips,
  }: { readonly round: number; readonly roster: Roster; readonly skips: readonly Skip[] },
  now: number,
): void {
  const { data, journal, track } = of;
  const nobody = [
    ladder,
    lifeSafety,
    ...skips.map(({ target, reason }) => `${targetKey(target)}:${reason}`),
  ].join(' ');
  const isNews = data.nobody !== nobody;
  data.nobody = nobody;
  data.state = { ...data.state, round };
  if (isNews) tellOfSkips(of, skips, round, now);
  of.nobodyToAsk?.(isNews);
  const availableFrom = nextAvailability(roster, skips, now);
  const staysEmpty = of.staysEmpty?.() === true;
  if (!restUnlessOver(of, now + pauseAfterEmptyRound(now, availableFrom, lookAway(of, staysEmpty)))) return;
  if (!isNews || staysEmpty) {
    journal.touch();
    return;
  }
  const known = availableFrom === undefined ? {} : { availableFrom };
  journal.tell({ type: 'nobody-to-ask', track, round, ...known, ...aboutOrder(of) }, now);
}

/** For how long nobody looks again at most. Milliseconds. */
function lookAway(of: Need, staysEmpty: boolean): number {
  if (staysEmpty) return pauseForGood;
  return of.isUnhurried?.() === true ? pauseAfterRound(of.roundDelaySeconds()) : longestLookAway;
}

/** @returns false: nobody is needed any more. */
function restUnlessOver(of: Need, until: number): boolean {
  const { data } = of;
  if (of.need() === undefined) {
    delete data.course;
    return false;
  }
  data.restUntil = until;
  data.nextActionAt = until;
  return true;
}

function pauseAfter(
  of: Need,
  { anybodyLeftOut, interrupted, begunAt }: Course,
  now: number,
  keepsDistance: () => boolean,
): number {
  // The need has arisen again and nobody was left in the old round: the first is asked at once.
  if (interrupted) return 0;
  // A life has come into danger since somebody was left out: it is their turn at once (I6).
  if (anybodyLeftOut && of.isLifeSafety()) return 0;
  const configured = pauseAfterRound(of.roundDelaySeconds());
  const apart =
    begunAt === undefined ? configured : pauseKeepingDistance(of.roundDelaySeconds(), now - begunAt);
  return apart > configured && keepsDistance() ? apart : configured;
}

/** Who is passed over for such a reason is asked all the same when a life is in danger. */
function isForgiven(reason: SkipReason): boolean {
  return reason === 'declined' || reason === 'unavailable' || reason === 'outside-hours';
}
