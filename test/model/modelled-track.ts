import type { IncidentDirectory } from '../../activities/contract.js';
import type { AttemptOrder, AttemptResult } from '../../domain/attempt.js';
import { noteDecline } from '../../domain/escalation/escalation.js';
import type { EscalationPolicy } from '../../domain/escalation/policy.js';
import type { Roster } from '../../domain/escalation/roster.js';
import { targetKey, type Target } from '../../domain/target.js';
import {
  endRest,
  endTurn,
  isRestDisturbed,
  isStillNeeded,
  takeTurn,
  type Turn,
} from '../../workflows/escalation/escalation.course.js';
import type { IncidentLadder, IncidentTrackName } from '../../workflows/incident/incident.tracks.js';
import { mustHold } from './breach.js';
import { numberOf } from './cast.js';
import type { ExpectedIncident } from './expected-incident.js';
import { ExpectedTrack } from './expected-track.js';

/** An attempt from its order to its outcome. */
export interface Attempt {
  readonly track: IncidentTrackName;
  readonly turn: Turn;
  readonly order: AttemptOrder;
  readonly number: string;
  /** Which ladder it belongs to, as the model sees it. */
  readonly ladder: string;
  readonly orderedAt: number;
  dialledAt?: number;
  isStopping: boolean;
}

/** What a track knows of its incident. */
export interface TrackAround {
  readonly policy: EscalationPolicy;
  readonly expected: ExpectedIncident;
  directory(): IncidentDirectory;
  directoryHangs(): boolean;
  isPausing(): boolean;
  /** Reads what has been told to the journal. */
  observe(): void;
  newOrder(turn: Turn, now: number, lifeSafety: boolean): AttemptOrder;
  begin(attempt: Attempt): void;
}

type Standing =
  /** `isWatched`: the pause between two rounds is waited for. */
  | { readonly at: 'rest'; readonly isWatched: boolean }
  | { readonly at: 'reading'; readonly ladder: string }
  | { readonly at: 'round'; readonly ladder: string; readonly roster: Roster; readonly attempt: Attempt };

/** The moment at which a pause between two rounds began. */
interface Pause {
  readonly need: string | undefined;
  readonly ladder: string;
  readonly isLifeSafety: boolean;
}

const longestPause = 15 * 60_000;

/** One ladder of an incident as `Escalation` drives it, with its waiting done by the model. */
export class ModelledTrack {
  readonly expected: ExpectedTrack;
  ladder: IncidentLadder;
  #standing: Standing = { at: 'rest', isWatched: false };
  #pause: Pause | undefined;

  constructor(
    readonly name: IncidentTrackName,
    ladder: IncidentLadder,
    private readonly around: TrackAround,
  ) {
    this.ladder = ladder;
    this.expected = new ExpectedTrack(name, around.expected);
  }

  get isBusy(): boolean {
    return this.#standing.at !== 'rest';
  }

  get restUntil(): number | undefined {
    return this.ladder.data.restUntil;
  }

  /** A new run of the workflow goes on with the same data. */
  continueWith(ladder: IncidentLadder): void {
    this.ladder = ladder;
    this.#standing = { at: 'rest', isWatched: false };
  }

  noteDecline(target: Target): void {
    this.expected.declined.add(targetKey(target));
    this.ladder.data.state = noteDecline(this.ladder.data.state, target);
  }

  /** @returns whether anything has changed. */
  advance(now: number): boolean {
    switch (this.#standing.at) {
      case 'round':
        return this.#stop(this.#standing.attempt);
      case 'reading':
        if (this.around.directoryHangs()) return false;
        this.#climb(this.#standing.ladder, this.ladder.rosterIn(this.around.directory()), now);
        return true;
      case 'rest':
        return this.restUntil === undefined ? this.#wake() : this.#rest(this.restUntil, now);
    }
  }

  /** What came of an attempt. */
  ends({ turn, ladder }: Attempt, result: AttemptResult, now: number): void {
    const standing = this.#standing;
    if (standing.at !== 'round') throw new Error('Nobody was asked.');
    if (result.reason === 'declined') this.expected.declined.add(targetKey(turn.target));
    const isCurrent = ladder === this.around.expected.ladderOf(this.name);
    this.around.expected.answered(this.name, { ...turn, isCurrent }, result, now);
    this.around.expected.tick(now);
    endTurn(this.ladder, turn, result);
    this.around.observe();
    this.#climb(standing.ladder, standing.roster, now);
  }

  /** A round has come to its end at this moment. */
  pausesFrom(now: number): void {
    this.#pause = this.#pauseAt(now);
  }

  /** Somebody who is needed is being asked, or will be soon; nobody else is. */
  check(now: number): void {
    const standing = this.#standing;
    const { need, ladder, isLifeSafety } = this.#pauseAt(now);
    if (standing.at === 'round') {
      const { attempt } = standing;
      const isNeeded = need !== undefined && attempt.ladder === ladder;
      const { id } = attempt.turn.target;
      mustHold('nobody is called after a stop', isNeeded || attempt.isStopping, `${id} goes on being called`);
      return;
    }
    if (need === undefined || standing.at === 'reading' || this.around.isPausing()) return;
    const rest = (this.restUntil ?? now) - now;
    const pause = this.#pause;
    const isPause = rest > 0 && rest <= longestPause && pause?.need === need && pause.ladder === ladder;
    const { name } = this;
    mustHold('nobody waits in silence', isPause, `${name}: somebody is needed to ${need}, nobody is asked`);
    const isAlarmed = isLifeSafety && pause?.isLifeSafety === false;
    mustHold('nobody waits in silence', !isAlarmed, `${name}: a life is in danger, nobody is asked`);
  }

  #stop(attempt: Attempt): boolean {
    if (attempt.isStopping || isStillNeeded(this.ladder, attempt.turn)) return false;
    attempt.isStopping = true;
    return true;
  }

  #wake(): boolean {
    if (!this.#isWoken) return false;
    this.#standing = { at: 'reading', ladder: this.ladder.ladder() };
    return true;
  }

  #rest(until: number, now: number): boolean {
    if (!this.#isWatching && !this.#isWoken) return false;
    const isOver = isRestDisturbed(this.ladder) || now >= until;
    // A workflow that is about to continue as new looks once more, and leaves the rest to its next run.
    this.#standing = { at: 'rest', isWatched: !isOver && !this.around.isPausing() };
    if (isOver) endRest(this.ladder);
    return isOver;
  }

  get #isWatching(): boolean {
    return this.#standing.at === 'rest' && this.#standing.isWatched;
  }

  get #isWoken(): boolean {
    return this.ladder.need() !== undefined && !this.around.isPausing();
  }

  /** The next person's turn in a round that has been begun. */
  #climb(ladder: string, roster: Roster, now: number): void {
    const { around, expected } = this;
    expected.climbs(roster);
    const turn = takeTurn(this.ladder, ladder, roster, now);
    around.observe();
    if (turn === undefined) {
      this.#standing = { at: 'rest', isWatched: false };
      return;
    }
    expected.asks(turn, now);
    const attempt: Attempt = {
      track: this.name,
      turn,
      order: around.newOrder(turn, now, this.ladder.isLifeSafety()),
      number: numberOf(turn.target, turn.step.position),
      ladder: around.expected.ladderOf(this.name),
      orderedAt: now,
      isStopping: false,
    };
    this.#standing = { at: 'round', ladder, roster, attempt };
    around.begin(attempt);
  }

  #pauseAt(now: number): Pause {
    const { expected } = this.around;
    return {
      need: expected.needOf(this.name, now),
      ladder: expected.ladderOf(this.name),
      isLifeSafety: this.name !== 'ratification' && expected.isLifeSafety,
    };
  }
}
