import type { ChannelStep } from '../attempt.js';
import { isWithin } from '../interval.js';
import type { Target } from '../target.js';
import { targetKey } from '../target.js';
import type { Skip, SkipReason } from '../timeline.js';
import type { Roster, RosterMember } from './roster.js';

/** Where an escalation stands: which round, whose turn, who has declined. Plain data: it survives continue-as-new. */
export interface EscalationState {
  /** 1 in the first round. Rounds never give up by themselves (I6). */
  readonly round: number;
  /** Index into the roster of whose turn it is, and into that person's channels. */
  readonly member: number;
  readonly step: number;
  /** Keys of targets who declined; all of them are asked again once all who can be asked have declined. */
  readonly declined: readonly string[];
}

export interface EscalationConditions {
  readonly now: number;
  /** A life is in danger: availability hours and declines are ignored (I6). */
  readonly lifeSafety: boolean;
  /** Keys of targets whose acknowledgement counts at the moment: nobody calls them again. */
  readonly reached: ReadonlySet<string>;
}

/** What an escalation does next. Skips are always reported: nobody is passed over silently. */
export type EscalationMove =
  | {
      readonly move: 'attempt';
      readonly target: Target;
      readonly step: ChannelStep;
      readonly skips: readonly Skip[];
    }
  | { readonly move: 'end-round'; readonly skips: readonly Skip[] };

export const firstRound: EscalationState = { round: 1, member: 0, step: 0, declined: [] };

function reasonToSkip(
  member: RosterMember,
  declined: ReadonlySet<string>,
  conditions: EscalationConditions,
): SkipReason | undefined {
  const key = targetKey(member.target);
  if (conditions.reached.has(key)) return 'already-reached';
  if (member.steps.length === 0) return 'no-usable-channel';
  if (conditions.lifeSafety) return undefined;
  if (declined.has(key)) return 'declined';
  if (member.available && !isWithin(member.available, conditions.now)) return 'unavailable';
  return undefined;
}

/**
 * Whose turn it is now (I6): the next channel of the current member, else the next member of the roster who can be
 * reached; members who cannot are skipped at once and reported.
 *
 * @returns the move and the state after it; ending a round leaves the state at the beginning of the next one.
 */
export function nextMove(
  state: EscalationState,
  roster: Roster,
  conditions: EscalationConditions,
): { readonly move: EscalationMove; readonly state: EscalationState } {
  const declined = new Set(state.declined);
  const skips: Skip[] = [];
  let stepIndex = state.step;
  for (const [index, member] of roster.entries()) {
    if (index < state.member) continue;
    const reason = reasonToSkip(member, declined, conditions);
    if (reason !== undefined) {
      // In the middle of a member's channels a skip is no news: the attempt before it told why.
      if (stepIndex === 0) skips.push({ target: member.target, reason });
      stepIndex = 0;
      continue;
    }
    const step = member.steps[stepIndex];
    if (step !== undefined) {
      return {
        move: { move: 'attempt', target: member.target, step, skips },
        state: { ...state, member: index, step: stepIndex + 1 },
      };
    }
    stepIndex = 0;
  }
  return { move: { move: 'end-round', skips }, state: beginNextRound(state, roster, conditions) };
}

/** Everybody who could be asked has declined: then they are asked again, all of them, from the next round on (I6). */
function beginNextRound(
  state: EscalationState,
  roster: Roster,
  { reached }: EscalationConditions,
): EscalationState {
  const declined = new Set(state.declined);
  const askable = roster.filter(({ target, steps }) => steps.length > 0 && !reached.has(targetKey(target)));
  const allDeclined = askable.every(({ target }) => declined.has(targetKey(target)));
  return { round: state.round + 1, member: 0, step: 0, declined: allDeclined ? [] : state.declined };
}

/** Remembers a decline: the target is skipped until all have declined (I6). */
export function noteDecline(state: EscalationState, target: Target): EscalationState {
  const key = targetKey(target);
  return state.declined.includes(key) ? state : { ...state, declined: [...state.declined, key] };
}

/** Leaves the current member's further channels alone for this round, e.g. after a decline. */
export function passToNextMember(state: EscalationState): EscalationState {
  return { ...state, member: state.member + 1, step: 0 };
}

/** Starts over at the first member, in a new round: the need has arisen again. */
export function startOver(state: EscalationState): EscalationState {
  return { ...state, round: state.round + 1, member: 0, step: 0 };
}
