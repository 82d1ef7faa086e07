import type { OverrideView } from '../case-record.js';
import type { Money } from '../escalation/policy.js';
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
      readonly ratification: 'asked' | 'ratified' | 'refused' | 'nobody-to-ask';
    };

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

/** Somebody is asked to ratify from now on, e.g. the giver of a late acknowledgement. An answer that was given stays. */
export function askRatification(override: OverrideState): OverrideState {
  if (override.state !== 'fired' || override.ratification !== 'nobody-to-ask') return override;
  return { ...override, ratification: 'asked' };
}

/** The first answer counts: a decision that was ratified stays ratified. */
export function answerRatification(override: OverrideState, answer: 'ratified' | 'refused'): OverrideState {
  if (override.state !== 'fired') return override;
  if (override.ratification === 'ratified' || override.ratification === 'refused') return override;
  return { ...override, ratification: answer };
}

export function overrideView(override: OverrideState, conditions: OverrideConditions): OverrideView {
  if (override.state === 'fired') {
    const { state, firedAt, basis, ceiling, mandateAcceptedBy, ratification } = override;
    return {
      state,
      firedAt,
      basis,
      ceiling,
      ratification,
      ...(mandateAcceptedBy ? { mandateAcceptedBy } : {}),
    };
  }
  const dueAt = overrideDueAt(override, conditions);
  return dueAt === undefined ? { state: 'none' } : { state: 'running', dueAt };
}
