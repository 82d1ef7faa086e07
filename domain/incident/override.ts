import type { OverrideRatification, OverrideView } from '../case-record.js';
import type { Money } from '../escalation/policy.js';
import type { OrderDecision } from '../orders/order.js';
import { coverWithin, type Cover } from '../orders/overriding.js';
import type { Actor } from '../timeline.js';
import type { Threat } from './incident.js';

/**
 * The life-safety override (I8). From the first `immediate` an absolute deadline runs; it does not start anew when the
 * threat changes to and fro. It fires by rule once the deadline is past, the threat is immediate and no internal
 * contact's acknowledgement is in force; so an acknowledgement that was accepted first wins, and one that lapses after
 * the deadline fires it at once. Once fired it is never revoked.
 */
export type OverrideState =
  | { readonly state: 'armed'; readonly threatSince?: number }
  | {
      readonly state: 'fired';
      readonly threatSince?: number;
      readonly firedAt: number;
      readonly basis: 'rule' | 'operator';
      readonly ceiling: Money;
      readonly mandateAcceptedBy?: Actor;
      readonly ratification: OverrideRatification;
      /** The authorising person's answer; absent: none has come. */
      readonly decision?: OrderDecision;
      /** The part of the ceiling within the limit of whoever has ratified it; absent: nobody has. */
      readonly covers?: Money;
    };

export type FiredOverride = Extract<OverrideState, { readonly state: 'fired' }>;

export const noThreatYet: OverrideState = { state: 'armed' };

export interface OverrideConditions {
  readonly threat: Threat;
  readonly delaySeconds: number;
  /** An internal contact's acknowledgement is in force. */
  readonly acknowledged: boolean;
}

/** Remembers the moment of the first immediate threat. */
export function noteThreat(override: OverrideState, threat: Threat, now: number): OverrideState {
  if (threat !== 'immediate' || override.threatSince !== undefined) return override;
  return { ...override, threatSince: now };
}

/** When the override fires if nothing changes, in epoch milliseconds; undefined: it does not, as things are. */
export function overrideDueAt(override: OverrideState, conditions: OverrideConditions): number | undefined {
  if (override.state === 'fired' || override.threatSince === undefined) return undefined;
  if (conditions.threat !== 'immediate' || conditions.acknowledged) return undefined;
  return override.threatSince + conditions.delaySeconds * 1000;
}

export function isOverrideDue(override: OverrideState, conditions: OverrideConditions, now: number): boolean {
  const dueAt = overrideDueAt(override, conditions);
  return dueAt !== undefined && dueAt <= now;
}

/** Fires once; a second firing changes nothing. */
export function fire(
  override: OverrideState,
  decision: {
    readonly basis: 'rule' | 'operator';
    readonly ceiling: Money;
    readonly at: number;
    readonly anybodyToAsk: boolean;
  },
): OverrideState {
  if (override.state === 'fired') return override;
  return {
    state: 'fired',
    ...(override.threatSince === undefined ? {} : { threatSince: override.threatSince }),
    firedAt: decision.at,
    basis: decision.basis,
    ceiling: decision.ceiling,
    ratification: decision.anybodyToAsk ? 'asked' : 'nobody-to-ask',
  };
}

export function acceptMandate(override: OverrideState, by: Actor): OverrideState {
  if (override.state !== 'fired' || override.mandateAcceptedBy !== undefined) return override;
  return { ...override, mandateAcceptedBy: by };
}

/** Another provider is to act: the mandate is told to it anew (I8). */
export function withdrawMandate(override: OverrideState): OverrideState {
  if (override.state !== 'fired') return override;
  const { mandateAcceptedBy: _former, ...unaccepted } = override;
  return unaccepted;
}

/** There is an authorising person to ask from now on. An answer that was given stays. */
export function askRatification(override: OverrideState): OverrideState {
  if (override.state !== 'fired' || override.ratification !== 'nobody-to-ask') return override;
  return { ...override, ratification: 'asked' };
}

/** It has fired, and no authorising person has answered for it. */
export function isUnratified(override: OverrideState): override is FiredOverride {
  return override.state === 'fired' && isUndecided(override.ratification);
}

/** No authorising person has answered, and one still may. */
export function isUndecided(ratification: OverrideRatification): ratification is 'asked' | 'nobody-to-ask' {
  return ratification === 'asked' || ratification === 'nobody-to-ask';
}

/**
 * An authorising person answers for it. The first answer counts, and covers as much of the ceiling as their limit reaches.
 *
 * @param limit undefined: they have none.
 */
export function answerRatification(
  override: OverrideState,
  answer: 'ratified' | 'refused',
  decision: OrderDecision,
  limit: Money | undefined,
): OverrideState {
  if (!isUnratified(override)) return override;
  const covers = coverWithin(override.ceiling, limit);
  return { ...override, ratification: answer, decision, ...(answer === 'ratified' ? { covers } : {}) };
}

/** The time of asking is over, and nobody has answered. */
export function lapseRatification(override: OverrideState): OverrideState {
  return isUnratified(override) ? { ...override, ratification: 'not-ratified' } : override;
}

/** What it answers for, as far as it has been decided about. */
export function coverOf({ ratification, ceiling, covers, decision }: FiredOverride): Cover {
  switch (ratification) {
    case 'asked':
    case 'nobody-to-ask':
      return { upTo: ceiling };
    case 'ratified':
      return { upTo: covers, ...(decision === undefined ? {} : { decision }) };
    case 'refused':
    case 'not-ratified':
      return { upTo: undefined };
  }
}

export function overrideView(override: OverrideState, conditions: OverrideConditions): OverrideView {
  if (override.state === 'fired') {
    const { threatSince: _howItBegan, ...fired } = override;
    return fired;
  }
  const dueAt = overrideDueAt(override, conditions);
  return dueAt === undefined ? { state: 'none' } : { state: 'running', dueAt };
}
