import type { Roster, RosterMember } from '../../domain/escalation/roster.js';
import { isWithin } from '../../domain/interval.js';
import { isProvider, targetKey, type Target } from '../../domain/target.js';
import type { TimelineEvent } from '../../domain/timeline.js';
import type { Turn } from '../../workflows/escalation/escalation.course.js';
import type { IncidentTrackName } from '../../workflows/incident/incident.tracks.js';
import { mustHold } from './breach.js';
import type { ExpectedIncident } from './expected-incident.js';

type Skipped = Extract<TimelineEvent, { type: 'skipped' }>;

/** What must be true of one ladder: everybody on it is asked in each round, or passed over with a reason that is told (I6). */
export class ExpectedTrack {
  /** Keys of those who have declined, until all have. */
  readonly declined = new Set<string>();
  #round = 0;
  #roster: Roster = [];
  /** Keys of those who were asked in this round, and on how many phones. */
  readonly #asked = new Map<string, number>();
  readonly #skipped = new Set<string>();
  #last: string | undefined;

  constructor(
    private readonly track: IncidentTrackName,
    private readonly incident: ExpectedIncident,
  ) {}

  get #isLifeSafety(): boolean {
    return this.track !== 'ratification' && this.incident.isLifeSafety;
  }

  /** A round begins, or goes on, with this roster. */
  climbs(roster: Roster): void {
    this.#roster = roster;
  }

  asks({ target, step, purpose, round }: Turn, now: number): void {
    const key = targetKey(target);
    this.#inRound(round);
    this.#leaveLast(key, now);
    const need = this.incident.needOf(this.track, now);
    mustHold(
      'nobody is called after a stop',
      purpose === need,
      `${this.track}: ${key} is asked to ${purpose}, needed is: ${need ?? 'nothing'}`,
    );
    mustHold('nobody is called after a stop', !this.#isReached(target), `${key} has answered, and is called`);
    const member = this.#memberOf(key);
    mustHold(
      'hours and declines count unless a life is in danger',
      this.#isLifeSafety || (!this.declined.has(key) && isAvailable(member, now)),
      `${this.track}: ${key} is called`,
    );
    const asked = this.#asked.get(key) ?? 0;
    mustHold(
      'nobody is skipped silently',
      step.position === asked,
      `${this.track}: ${key} is called on phone ${step.position}, ${asked} were tried`,
    );
    this.#asked.set(key, asked + 1);
    this.#last = key;
  }

  skips({ round, skips }: Skipped, now: number): void {
    this.#inRound(round);
    for (const { target, reason } of skips) {
      const key = targetKey(target);
      this.#leaveLast(key, now);
      const member = this.#memberOf(key);
      const reasons = {
        'no-usable-channel': member.steps.length === 0,
        declined: !this.#isLifeSafety && this.declined.has(key),
        unavailable: !this.#isLifeSafety && !isProvider(target) && !isAvailable(member, now),
        'outside-hours': !this.#isLifeSafety && isProvider(target) && !isAvailable(member, now),
        'already-reached': this.#isReached(target),
        'limit-too-low': false,
      };
      const { track } = this;
      mustHold(
        'nobody is skipped silently',
        reasons[reason],
        `${track}: ${key} is not ${reason}, but skipped`,
      );
      this.#skipped.add(key);
    }
  }

  endsRound({ round }: { readonly round: number }, now: number): void {
    this.#inRound(round);
    this.#leaveLast(undefined, now);
    for (const { target } of this.#roster) {
      const key = targetKey(target);
      mustHold(
        'nobody is skipped silently',
        this.#asked.has(key) || this.#skipped.has(key),
        `${this.track}: ${key} was neither asked nor reported in round ${round}`,
      );
    }
    const askable = this.#roster.filter(
      (member) =>
        member.steps.length > 0 &&
        !this.#isReached(member.target) &&
        (this.#isLifeSafety || isAvailable(member, now)),
    );
    if (askable.every(({ target }) => this.declined.has(targetKey(target)))) this.declined.clear();
  }

  /** Whoever was asked last had all their phones tried, or there is a reason to leave the others alone. */
  #leaveLast(next: string | undefined, now: number): void {
    const last = this.#last;
    if (last === undefined || last === next) return;
    // Who was read anew may no longer be on the ladder: a late acknowledger once the incident is closed.
    if (!this.#roster.some(({ target }) => targetKey(target) === last)) {
      this.#last = undefined;
      return;
    }
    const member = this.#memberOf(last);
    const isExcused =
      this.declined.has(last) ||
      this.#isReached(member.target) ||
      (!this.#isLifeSafety && !isAvailable(member, now));
    mustHold(
      'nobody is skipped silently',
      isExcused || (this.#asked.get(last) ?? 0) >= member.steps.length,
      `${this.track}: a phone of ${last} was passed over`,
    );
    this.#last = undefined;
  }

  #isReached(target: Target): boolean {
    if (this.track === 'internal') return this.incident.isReached(target);
    return this.track === 'ratification' && this.incident.words.has(targetKey(target));
  }

  #inRound(round: number): void {
    if (round === this.#round) return;
    this.#round = round;
    this.#asked.clear();
    this.#skipped.clear();
    this.#last = undefined;
  }

  #memberOf(key: string): RosterMember {
    const member = this.#roster.find(({ target }) => targetKey(target) === key);
    if (member === undefined) throw new Error(`${key} is not on the ladder ${this.track}.`);
    return member;
  }
}

function isAvailable({ available }: RosterMember, now: number): boolean {
  return available === undefined || isWithin(available, now);
}
