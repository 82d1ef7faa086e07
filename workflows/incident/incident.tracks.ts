import type { IncidentDirectory, StopReason } from '../../activities/contract.js';
import type { AttemptResult, Channel } from '../../domain/attempt.js';
import { callsBesideCaller } from '../../domain/incident/conference.js';
import type { Roster } from '../../domain/escalation/roster.js';
import { deskOrganisationId } from '../../domain/desk-organisation.js';
import { targetKey, type Target } from '../../domain/target.js';
import type { Actor, TrackName } from '../../domain/timeline.js';
import type { Attempts } from '../attempts.js';
import type { TrackData } from '../escalation/escalation.course.js';
import { Escalation, type EscalationCase } from '../escalation/escalation.js';
import type { EscalationQueue } from '../escalation/escalation.queue.js';
import { afterwardsDelaySeconds } from './incident.afterwards.js';
import type { Deed, IncidentCase } from './incident.case.js';
import type { DirectoryReading } from './incident.directory.js';
import {
  acknowledgerKeys,
  callBackLadderName,
  callBackNeed,
  internalNeed,
  isLifeSafety,
  providerLadderName,
  providerNeed,
  ratificationNeed,
  wordsWanted,
} from './incident.state.js';

export type IncidentTrackName = Exclude<TrackName, 'status' | 'ordered-call' | 'approval'>;
export type IncidentTracks = Readonly<Record<IncidentTrackName, Escalation>>;

/** A track without its waiting: who stands on it, what they are needed for, and what comes of their answers. */
export interface IncidentLadder extends Omit<EscalationCase, 'loadRoster'> {
  rosterIn(directory: IncidentDirectory): Roster;
}
export type IncidentLadders = Readonly<Record<IncidentTrackName, IncidentLadder>>;

/** What the tracks share. */
export interface TrackSurroundings {
  readonly incident: IncidentCase;
  readonly tracks: Readonly<Record<IncidentTrackName, TrackData>>;
  /** Whatever is asked of the authorising persons, one question at a time. Absent: nothing but the ratification. */
  readonly authorisingQueue?: EscalationQueue;
  /** Whether the desk is told that nobody can be called; runs that began before there was such a notice send none. */
  tellsDesk?(): boolean;
  /** The same for the call-back that is given up. */
  tellsOfCallBack?(): boolean;
  isPausing(): boolean;
}

/** The ladders of an incident: side by side, each with its own need. */
export function createIncidentTracks(
  around: TrackSurroundings,
  attempts: Attempts,
  directory: Pick<DirectoryReading, 'load' | 'readAgain'>,
): IncidentTracks {
  const track = (ladder: IncidentLadder) =>
    new Escalation({ ...ladder, loadRoster: async () => ladder.rosterIn(await directory.load()) }, attempts);
  const ladders = incidentLadders(around);
  return {
    provider: track(ladders.provider),
    internal: track(ladders.internal),
    'call-back': track(ladders['call-back']),
    ratification: track({ ...ladders.ratification, beforeDecision: directory.readAgain }),
  };
}

export function incidentLadders(around: TrackSurroundings): IncidentLadders {
  return {
    provider: onTime(around, providerTrack(around)),
    internal: onTime(around, internalTrack(around)),
    'call-back': onTime(around, callBackTrack(around)),
    ratification: onTime(around, ratificationTrack(around)),
  };
}

/**
 * After a gap the clock may be late: what was due before an answer comes first, as it does before messages. And what the
 * answer makes due comes before anybody else is asked.
 */
function onTime({ incident }: TrackSurroundings, ladder: IncidentLadder): IncidentLadder {
  return {
    ...ladder,
    settle: (...answered) => {
      incident.passDeadlines(Date.now());
      ladder.settle(...answered);
      incident.passDeadlines(Date.now());
    },
  };
}

/** Provider, backups, desk, duty lead: until a human takes the incident, the mandate, or a caller who is alone (I3, I4, I8). */
function providerTrack(around: TrackSurroundings): IncidentLadder {
  const { incident } = around;
  return {
    ...commonTo(around, 'provider'),
    ladder: () => providerLadderName(incident.data),
    need: () => providerNeed(incident.data, Date.now()),
    rosterIn: ({ provider }) => {
      // Whoever took the incident is asked first for what is needed next.
      const { taker } = incident;
      const isTaker = (target: Target) => taker !== undefined && targetKey(target) === targetKey(taker);
      return [
        ...provider.filter(({ target }) => isTaker(target)),
        ...provider.filter(({ target }) => !isTaker(target)),
      ];
    },
    roundDelaySeconds: () => incident.data.policy.providerRoundDelaySeconds,
    reached: () => new Set(),
    // Whoever is talking with the caller is told of the mandate at once. A refusal is not asked about a second time within
    // the talk, which matters more.
    inConference: (target, purpose) =>
      purpose === 'mandate' && !around.tracks.provider.state.declined.includes(targetKey(target))
        ? callsBesideCaller(incident.data.conference)
        : [],
    settle: (target, purpose, result, ladder) => {
      if (!incident.isNewAnswer(result.answerId)) return;
      noteDanger(incident, target, result);
      // A yes that crosses with a re-routing does not keep the new provider from being called.
      if (
        result.reason !== 'acknowledged' ||
        ladder !== providerLadderName(incident.data) ||
        !isOpen(incident)
      )
        return;
      const deed = deedOf(target, result);
      if (purpose === 'mandate') incident.takeMandate(deed);
      else incident.take(deed);
    },
  };
}

/** Internal emergency contacts, in order, until enough of them have acknowledged (I6, I7). */
function internalTrack(around: TrackSurroundings): IncidentLadder {
  const { incident } = around;
  return {
    ...commonTo(around, 'internal'),
    need: () => internalNeed(incident.data),
    rosterIn: ({ internal }) => internal,
    roundDelaySeconds: () => incident.data.policy.roundDelaySeconds,
    reached: () => acknowledgerKeys(incident.data),
    staysEmpty: () => isOfDesk(incident),
    nobodyToAsk: (isNews) => {
      if (isNews && !isOfDesk(incident) && around.tellsDesk?.() === true) incident.tellDeskOfNobody();
    },
    settle: (target, _purpose, result) => {
      incident.data.internalAttempts += 1;
      if (!incident.isNewAnswer(result.answerId)) return;
      noteDanger(incident, target, result);
      if (result.reason === 'acknowledged' && isOpen(incident)) incident.acknowledge(deedOf(target, result));
    },
  };
}

/** The caller who is gone is called back and joined with whoever took the incident (I3, I4). */
function callBackTrack(around: TrackSurroundings): IncidentLadder {
  const { incident } = around;
  const { data } = incident;
  const giveUp = () => {
    incident.conversation.giveUpCallBack(Date.now());
    if (around.tellsOfCallBack?.() === true) incident.tellOfCallBackGivenUp();
  };
  return {
    ...commonTo(around, 'call-back'),
    ladder: () => callBackLadderName(data),
    need: () => callBackNeed(incident.data, Date.now()),
    rosterIn: ({ caller }) => caller,
    roundDelaySeconds: () => incident.data.policy.callBackDelaySeconds,
    reached: () => new Set(),
    settle: (_target, _purpose, result) => {
      data.callBackAttempts += 1;
      if (result.reason === 'acknowledged') incident.conversation.expectCaller(Date.now());
      else if (data.callBackAttempts >= data.policy.callBackAttempts) giveUp();
    },
    nobodyToAsk: () => {
      if (data.callBackOrder !== undefined) giveUp();
    },
  };
}

/** Authorising persons ratify an override, or refuse to; late acknowledgers give their word on it (I8). */
function ratificationTrack(around: TrackSurroundings): IncidentLadder {
  const { incident } = around;
  const { data, ratification } = incident;
  let roster: Roster = [];
  return {
    ...commonTo(around, 'ratification'),
    ...(around.authorisingQueue === undefined ? {} : { queue: around.authorisingQueue }),
    need: () => ratificationNeed(data),
    rosterIn: ({ authorising, internal }) => {
      const late = new Set(wordsWanted(data).map(targetKey));
      roster = [...internal.filter(({ target }) => late.has(targetKey(target))), ...authorising];
      return roster;
    },
    roundDelaySeconds: () => afterwardsDelaySeconds(data, roster, Date.now()),
    isUnhurried: () => data.state !== 'open',
    // Asking afterwards is never so urgent that somebody's hours or refusal do not count.
    isLifeSafety: () => false,
    reached: () => ratification.answered,
    beginTurn: ({ target }) => {
      const isFirstCall = around.tracks.ratification.state.turn?.tried === 1;
      if (data.state === 'closed' && isFirstCall) ratification.remind(target);
    },
    settle: (target, _purpose, result) => {
      if (result.answer !== 'ratified' && result.answer !== 'refused') return;
      incident.costs.ratify(deedOf(target, result), result.answer, result.answerId);
    },
  };
}

function commonTo(around: TrackSurroundings, track: IncidentTrackName) {
  const { incident, tracks } = around;
  const { data, journal } = incident;
  return {
    track,
    data: tracks[track],
    journal,
    ladder: () => `${track}/${data.openings}`,
    ringSeconds: () => data.policy.ringSeconds,
    talkSeconds: (channel: Channel) =>
      channel === 'voice' ? data.policy.talkSeconds : data.policy.replySeconds,
    isLifeSafety: () => isLifeSafety(data),
    stopReason: (): StopReason => stopReasonOf(incident, track),
    isPausing: () => around.isPausing(),
  };
}

function stopReasonOf({ data }: IncidentCase, track: IncidentTrackName): StopReason {
  // Neither who ratifies nor the caller is told that somebody has come before them: nobody could. And the closure of an
  // incident is no reason not to ratify.
  if (track === 'ratification') return { why: 'superseded' };
  if (data.state !== 'open') return { why: 'closed' };
  if (track === 'call-back') return { why: 'superseded' };
  const by: Actor | undefined = track === 'internal' ? data.acknowledgements.at(-1)?.by : data.takenBy;
  return by === undefined ? { why: 'superseded' } : { why: 'taken-over', by };
}

/** A yes that crosses with the closure stands in the timeline, and nobody is told of it any more. */
function isOpen({ data }: IncidentCase): boolean {
  return data.state === 'open';
}

/** The desk's own organisation, to which unknown callers belong, has no emergency contacts. */
function isOfDesk({ data }: IncidentCase): boolean {
  return data.start.organisationId === deskOrganisationId;
}

function noteDanger(incident: IncidentCase, target: Target, { lifeInDanger, means }: AttemptResult): void {
  if (lifeInDanger === true) incident.dangerNamed({ by: 'target', target }, Date.now(), means);
}

function deedOf(target: Target, { means = 'key' }: AttemptResult): Deed {
  return { by: { by: 'target', target }, means, now: Date.now() };
}
