import type { ChannelStep } from '../attempt.js';
import { isWithin } from '../interval.js';
import type { Target } from '../target.js';
import { isProvider, targetKey } from '../target.js';
import type { Skip, SkipReason } from '../timeline.js';
import type { Roster, RosterMember } from './roster.js';

/** Where an escalation stands: which round, whose turn, who has declined. Plain data: it survives continue-as-new. */
export interface EscalationState {
  /** 1 in the first round. Rounds never give up by themselves (I6). */
  readonly round: number;
  /** Whose turn it is, by key, and how many of their channels were tried. */
  readonly turn?: { readonly key: string; readonly tried: number };
  /** Keys of those whose turn in this round is over. Keys, since a roster that is read again may have another order. */
  readonly past: readonly string[];
  /** Keys of targets who declined; all of them are asked again once all who can be asked have declined. */
  readonly declined: readonly string[];
}

export interface EscalationConditions {
  readonly now: number;
  /** A life is in danger: availability hours and declines are ignored (I6). */
  readonly lifeSafety: boolean;
  /** Keys of targets whose acknowledgement counts at the moment: nobody calls them again. */
  readonly reached: ReadonlySet<string>;
  /** Why somebody cannot be asked about this at all, however urgent it is; absent: everybody can. */
  readonly unfit?: (member: RosterMember) => SkipReason | undefined;
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

export const firstRound: EscalationState = { round: 1, past: [], declined: [] };

function reasonToSkip(
  member: RosterMember,
  declined: ReadonlySet<string>,
  conditions: EscalationConditions,
): SkipReason | undefined {
  const key = targetKey(member.target);
  if (conditions.reached.has(key)) return 'already-reached';
  if (member.steps.length === 0) return 'no-usable-channel';
  const unfit = conditions.unfit?.(member);
  if (unfit !== undefined) return unfit;
  if (conditions.lifeSafety) return undefined;
  if (declined.has(key)) return 'declined';
  if (!member.available || isWithin(member.available, conditions.now)) return undefined;
  return isProvider(member.target) ? 'outside-hours' : 'unavailable';
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
  const past = [...state.past];
  for (const member of membersLeft(state, roster)) {
    const key = targetKey(member.target);
    const tried = state.turn?.key === key ? state.turn.tried : 0;
    const reason = reasonToSkip(member, declined, conditions);
    // In the middle of a member's channels a skip is no news: the attempt before it told why.
    if (reason !== undefined && tried === 0) skips.push({ target: member.target, reason });
    const step = reason === undefined ? member.steps[tried] : undefined;
    if (step !== undefined) {
      return {
        move: { move: 'attempt', target: member.target, step, skips },
        state: { ...state, past, turn: { key, tried: tried + 1 } },
      };
    }
    past.push(key);
  }
  return { move: { move: 'end-round', skips }, state: beginNextRound(state, roster, conditions) };
}

/** Whose turn it is, then everybody who has not had theirs in this round. */
function membersLeft({ turn, past }: EscalationState, roster: Roster): Roster {
  const over = new Set(past);
  const isInTurn = ({ target }: RosterMember) => targetKey(target) === turn?.key;
  return [
    ...roster.filter(isInTurn),
    ...roster.filter((member) => !isInTurn(member) && !over.has(targetKey(member.target))),
  ];
}

/**
 * Everybody who can be asked now has declined: then they are asked again, all of them, from the next round on (I6). Whoever
 * is off duty does not count, else the only one on duty who has declined once would leave nobody to call all night.
 */
function beginNextRound(
  state: EscalationState,
  roster: Roster,
  conditions: EscalationConditions,
): EscalationState {
  const nobodyYet: ReadonlySet<string> = new Set();
  const askable = roster.filter((member) => reasonToSkip(member, nobodyYet, conditions) === undefined);
  const declined = new Set(state.declined);
  const allDeclined = askable.every(({ target }) => declined.has(targetKey(target)));
  return { ...startOver(state), declined: allDeclined ? [] : state.declined };
}

/** Remembers a decline: the target is skipped until all have declined (I6). */
export function noteDecline(state: EscalationState, target: Target): EscalationState {
  const key = targetKey(target);
  return state.declined.includes(key) ? state : { ...state, declined: [...state.declined, key] };
}

/** Leaves the current member's further channels alone for this round, e.g. after a decline. */
export function passToNextMember(state: EscalationState): EscalationState {
  const { turn, ...rest } = state;
  return turn === undefined ? state : { ...rest, past: [...state.past, turn.key] };
}

/** Starts over at the first member, in a new round: the need has arisen again. */
export function startOver({ round, declined }: EscalationState): EscalationState {
  return { round: round + 1, past: [], declined };
}
