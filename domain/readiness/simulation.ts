import type { Channel } from '../attempt.js';
import { internalContacts } from '../directory/reachable.js';
import { providerLadder } from '../directory/ladder.js';
import type { Reachable } from '../directory/people.js';
import { rosterOf } from '../directory/roster-of.js';
import type { NumberBlock } from '../dialling/dialling-rules.js';
import { firstRound, nextMove } from '../escalation/escalation.js';
import type { EscalationPolicy } from '../escalation/policy.js';
import { nextAvailability, pauseAfterEmptyRound, pauseAfterRound } from '../escalation/round-pause.js';
import { incidentKinds, type IncidentKind, type Service } from '../incident/incident.js';
import { concernsInternalContacts, serviceFor } from '../incident/routing.js';
import { noteThreat, noThreatYet, overrideDueAt } from '../incident/override.js';
import { targetKey, type Target } from '../target.js';
import type { SkipReason } from '../timeline.js';
import { obstacleOf, type ReadinessQuestion } from './readiness-question.js';

/** Somebody's turn, if everybody before them does not answer. Moments are epoch milliseconds. */
export interface SimulatedAttempt {
  readonly at: number;
  readonly target: Target;
  readonly name: string;
  readonly channel: Channel;
  readonly position: number;
  /** The number is never called: the ladder goes on at once. */
  readonly obstacle?: NumberBlock | 'invalid';
}

export interface SimulatedSkip {
  readonly at: number;
  readonly target: Target;
  readonly name: string;
  readonly reason: SkipReason;
}

/** The first round of a ladder. */
export interface SimulatedLadder {
  readonly attempts: readonly SimulatedAttempt[];
  readonly skips: readonly SimulatedSkip[];
  readonly nextRoundAt: number;
}

/** What an incident of this kind would set going at the moment, if nobody answered. */
export interface SimulatedEscalation {
  readonly kind: IncidentKind;
  readonly lifeSafety: boolean;
  readonly service: Service;
  readonly provider: SimulatedLadder;
  /** Absent: it is no matter for the internal contacts. */
  readonly internal?: SimulatedLadder;
  /** When the provider is told to act without authorisation. */
  readonly overrideAt?: number;
}

/** A first round stays far below this, see the directory's own horizon. */
const horizonHours = 72;

/**
 * Goes through the first round of both ladders for every kind of incident, with a life in danger and without, by the very
 * functions that a real one is led by: nobody picks up, and every phone rings as long as the policy says.
 */
export function simulateEscalations(question: ReadinessQuestion): readonly SimulatedEscalation[] {
  return incidentKinds.flatMap((kind) =>
    [false, true].map((lifeSafety) => simulateEscalation(question, kind, lifeSafety)),
  );
}

function simulateEscalation(
  question: ReadinessQuestion,
  kind: IncidentKind,
  lifeSafety: boolean,
): SimulatedEscalation {
  const { settings, desk, at } = question;
  const policy = settings.escalationPolicy;
  const service = serviceFor(kind);
  const overrideAt = overrideMoment(policy, at, lifeSafety);
  const ladder = (people: readonly Reachable[], delaySeconds: number) =>
    simulateRound(question, people, delaySeconds, lifeSafety);
  return {
    kind,
    lifeSafety,
    service,
    provider: ladder(providerLadder(service, settings, desk), policy.providerRoundDelaySeconds),
    ...(concernsInternalContacts({ kind, service, lifeSafety })
      ? { internal: ladder(internalContacts(settings), policy.roundDelaySeconds) }
      : {}),
    ...(overrideAt === undefined ? {} : { overrideAt }),
  };
}

function overrideMoment(policy: EscalationPolicy, at: number, lifeSafety: boolean): number | undefined {
  const threat = lifeSafety ? 'immediate' : 'none';
  const delaySeconds = policy.overrideDelaySeconds;
  return overrideDueAt(noteThreat(noThreatYet, threat, at), { threat, delaySeconds, acknowledged: false });
}

function simulateRound(
  { at, settings, rules }: ReadinessQuestion,
  people: readonly Reachable[],
  delaySeconds: number,
  lifeSafety: boolean,
): SimulatedLadder {
  const roster = rosterOf(people, at, horizonHours);
  const byKey = new Map(people.map((person) => [targetKey(person.target), person]));
  const nameOf = (target: Target) => byKey.get(targetKey(target))?.name ?? '';
  const attempts: SimulatedAttempt[] = [];
  const skips: SimulatedSkip[] = [];
  let now = at;
  let state = firstRound;
  for (;;) {
    const next = nextMove(state, roster, { now, lifeSafety, reached: new Set() });
    const { move } = next;
    state = next.state;
    for (const { target, reason } of move.skips) {
      skips.push({ at: now, target, name: nameOf(target), reason });
    }
    if (move.move === 'end-round') {
      const pause =
        attempts.length > 0
          ? pauseAfterRound(delaySeconds)
          : pauseAfterEmptyRound(now, nextAvailability(roster, skips, now));
      return { attempts, skips, nextRoundAt: now + pause };
    }
    const { target, step } = move;
    const phone = step.channel === 'voice' ? byKey.get(targetKey(target))?.phones[step.position] : undefined;
    const obstacle = phone === undefined ? undefined : obstacleOf(phone, rules);
    attempts.push({
      at: now,
      target,
      name: nameOf(target),
      ...step,
      ...(obstacle === undefined ? {} : { obstacle }),
    });
    if (obstacle === undefined) now += waitingSeconds(step.channel, settings.escalationPolicy) * 1000;
  }
}

/** A phone that nobody picks up rings; a mail that nobody answers is waited for. */
function waitingSeconds(channel: Channel, { ringSeconds, replySeconds }: EscalationPolicy): number {
  return channel === 'voice' ? ringSeconds : replySeconds;
}
