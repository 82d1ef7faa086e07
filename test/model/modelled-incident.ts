import type { IncidentDirectory } from '../../activities/contract.js';
import type { AttemptOrder, AttemptResult } from '../../domain/attempt.js';
import type { EscalationPolicy } from '../../domain/escalation/policy.js';
import { serviceFor } from '../../domain/incident/routing.js';
import { targetKey } from '../../domain/target.js';
import { beginTrack, type TrackData, type Turn } from '../../workflows/escalation/escalation.course.js';
import { IncidentCase } from '../../workflows/incident/incident.case.js';
import { firstInformed } from '../../workflows/incident/incident.informed.js';
import type { IncidentStart } from '../../workflows/incident/incident.messages.js';
import {
  beginIncident,
  nextDeadline,
  overrideIsDue,
  type IncidentData,
} from '../../workflows/incident/incident.state.js';
import { incidentLadders, type IncidentTrackName } from '../../workflows/incident/incident.tracks.js';
import { viewOf } from '../../workflows/incident/incident.view.js';
import { Journal } from '../../workflows/journal.js';
import { mustHold } from './breach.js';
import { authorising, directoryOf } from './cast.js';
import { ExpectedIncident } from './expected-incident.js';
import { actorKey } from './keys.js';
import { ModelledTrack, type Attempt } from './modelled-track.js';

const trackNames = ['provider', 'internal', 'call-back', 'ratification'] as const;

function forEachTrack<Value>(create: (track: IncidentTrackName) => Value): Record<IncidentTrackName, Value> {
  return {
    provider: create('provider'),
    internal: create('internal'),
    'call-back': create('call-back'),
    ratification: create('ratification'),
  };
}

/** How often a case may go on by itself at one moment before it is going round in circles. */
const mostSteps = 500;

/**
 * An incident as its workflow drives it, without a workflow: all decisions are the product's, and whatever they lead to
 * is held against what is expected. `activate` is what a workflow does when it is woken.
 */
export class ModelledIncident {
  readonly expected: ExpectedIncident;
  readonly tracks: Readonly<Record<IncidentTrackName, ModelledTrack>>;
  isPausing = false;
  #journal = new Journal(undefined, () => 0);
  #case: IncidentCase;
  #deadline: number | undefined;
  #entriesSeen = 0;
  #attempts = 0;

  constructor(
    readonly start: IncidentStart,
    private readonly policy: EscalationPolicy,
    world: {
      readonly begin: (attempt: Attempt) => void;
      readonly directoryHangs: () => boolean;
    },
  ) {
    const { reportedAt, kind, threat, callerWaiting, callBack } = start;
    const service = serviceFor(kind);
    const keys = new Set(authorising.map(({ target }) => targetKey(target)));
    const of = { kind, service, threat, callerWaiting, callBack, policy, authorising: keys };
    this.expected = new ExpectedIncident(of, reportedAt);
    const data: IncidentData = { ...beginIncident(start), policy };
    data.authorising = authorising.map(({ target }) => target);
    this.#case = this.#caseOf(data);
    const ladders = this.#laddersOn(forEachTrack(beginTrack));
    const around = {
      policy,
      expected: this.expected,
      ...world,
      directory: () => this.#directory(),
      isPausing: () => this.isPausing,
      observe: () => {
        this.#observe();
      },
      newOrder: (turn: Turn, now: number, lifeSafety: boolean) => this.#newOrder(turn, now, lifeSafety),
    };
    this.tracks = forEachTrack((track) => new ModelledTrack(track, ladders[track], around));
    this.#case.informFirst(firstInformed(data, data.service, this.#directory()));
    this.#case.passDeadlines(reportedAt);
  }

  /** The incident, for those who tell it something; afterwards it is woken. */
  get told(): IncidentCase {
    return this.#case;
  }

  /** When it wakes by itself. */
  timers(): readonly number[] {
    const rests = trackNames.map((track) => this.tracks[track].restUntil);
    return [this.#deadline, ...rests].filter((moment) => moment !== undefined);
  }

  activate(now: number): void {
    this.expected.tick(now);
    let goesOn = true;
    for (let step = 0; goesOn; step += 1) {
      mustHold('nobody waits in silence', step < mostSteps, 'the incident goes round in circles');
      this.#watchClock(now);
      goesOn = trackNames.filter((track) => this.tracks[track].advance(now)).length > 0;
    }
    this.#deadline = nextDeadline(this.#case.data, now);
    if (!this.isPausing || trackNames.some((track) => this.tracks[track].isBusy)) return;
    this.#continueAsNew();
    this.activate(now);
  }

  /** What came of an attempt. */
  ends(attempt: Attempt, result: AttemptResult, now: number): void {
    this.tracks[attempt.track].ends(attempt, result, now);
    this.activate(now);
  }

  /** Whatever the case says of itself is what was told to it, and everybody who is needed is being reached. */
  check(now: number): void {
    this.expected.mustHaveFired();
    this.#mustStandAsTold(now);
    for (const track of trackNames) this.tracks[track].check(now);
  }

  #watchClock(now: number): void {
    const { data } = this.#case;
    const isOver = this.#deadline !== undefined && now >= this.#deadline;
    const hasMoved = isOver || nextDeadline(data, now) !== this.#deadline || overrideIsDue(data, now);
    if (hasMoved) this.#case.passDeadlines(now);
    this.#deadline = nextDeadline(data, now);
    this.#observe();
  }

  #newOrder({ target, step, purpose, round }: Turn, now: number, lifeSafety: boolean): AttemptOrder {
    const { incidentId, organisationId } = this.start;
    const { ringSeconds, talkSeconds } = this.policy;
    return {
      key: { workflowId: `incident:${incidentId}`, activityId: `attempt-${++this.#attempts}` },
      organisationId,
      subject: { case: 'incident', incidentId },
      purpose,
      target,
      step,
      round,
      ringSeconds,
      talkSeconds,
      dialBefore: now + 30_000,
      lifeSafety,
    };
  }

  #observe(): void {
    const entries = this.#journal.toData().unconfirmed.slice(this.#entriesSeen);
    this.#entriesSeen += entries.length;
    for (const { event, at } of entries) {
      if (event.type === 'override-fired') this.expected.firingTold(event);
      if (
        (event.type !== 'skipped' && event.type !== 'round-ended' && event.type !== 'nobody-to-ask') ||
        event.track === 'status' ||
        event.track === 'ordered-call' ||
        event.track === 'approval'
      )
        continue;
      const track = this.tracks[event.track];
      if (event.type === 'skipped') track.expected.skips(event, at);
      else {
        track.expected.endsRound(event, at);
        track.pausesFrom(at);
      }
    }
  }

  #mustStandAsTold(now: number): void {
    const { expected } = this;
    const { data } = this.#case;
    const view = viewOf(data, { nextActionAt: undefined, rounds: { provider: 1, internal: 1 } }, now);
    const { override, takenBy } = view;
    const fired = override.state === 'fired' ? override : undefined;
    const is = {
      state: view.state,
      service: view.service,
      takenBy: takenBy && actorKey(takenBy),
      acknowledged: view.acknowledgements.map(({ by }) => actorKey(by)).sort(),
      isFired: fired !== undefined,
      mandateBy: fired?.mandateAcceptedBy && actorKey(fired.mandateAcceptedBy),
      ratification: fired?.ratification,
      late: data.lateAcknowledgers.map(targetKey).sort(),
      words: (data.givenWords ?? []).map(targetKey).sort(),
      caller: view.caller,
    };
    const shouldBe: typeof is = {
      state: expected.state,
      service: expected.service,
      takenBy: expected.takenBy,
      acknowledged: [...expected.acknowledged.keys()].sort(),
      isFired: expected.fired !== undefined,
      mandateBy: expected.mandateBy,
      ratification: expected.ratification,
      late: [...expected.late].sort(),
      words: [...expected.words].sort(),
      caller: expected.caller.state,
    };
    const [one, other] = [JSON.stringify(is), JSON.stringify(shouldBe)];
    mustHold('everything told counts once and as told', one === other, `it is ${one} instead of ${other}`);
  }

  /** Everything survives as plain data, and goes on with new objects. */
  #continueAsNew(): void {
    const data = structuredClone(this.#case.data);
    this.#journal = new Journal(structuredClone(this.#journal.toData()), () => 0);
    this.#case = this.#caseOf(data);
    const ladders = this.#laddersOn(forEachTrack((track) => structuredClone(this.tracks[track].ladder.data)));
    for (const track of trackNames) this.tracks[track].continueWith(ladders[track]);
    this.isPausing = false;
    this.#deadline = undefined;
  }

  #caseOf(data: IncidentData): IncidentCase {
    return new IncidentCase(data, this.#journal, { add: () => undefined });
  }

  #laddersOn(tracks: Readonly<Record<IncidentTrackName, TrackData>>) {
    return incidentLadders({ incident: this.#case, tracks, isPausing: () => this.isPausing });
  }

  #directory(): IncidentDirectory {
    return directoryOf(this.#case.data.service, this.policy);
  }
}
