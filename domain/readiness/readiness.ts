import { authorisingFindings } from './authorising-findings.js';
import { channelFindings, sharedNumbers } from './channel-findings.js';
import { findingSeverities, type Finding } from './finding.js';
import type { ReadinessQuestion } from './readiness-question.js';
import { simulateEscalations, type SimulatedEscalation } from './simulation.js';
import { stepFindings } from './step-findings.js';

export interface Readiness {
  readonly escalations: readonly SimulatedEscalation[];
  /** The gravest first. */
  readonly findings: readonly Finding[];
}

/** Simulates what an incident at that moment would set going, and tells what it would show (I13). */
export function checkReadiness(question: ReadinessQuestion): Readiness {
  const findings = [
    ...stepFindings(question),
    ...authorisingFindings(question),
    ...channelFindings(question),
    ...sharedNumbers(question),
  ];
  return {
    escalations: simulateEscalations(question),
    findings: findingSeverities.flatMap((severity) => findings.filter((each) => each.severity === severity)),
  };
}
