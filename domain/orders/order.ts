import type { AnswerMeans } from '../attempt.js';
import type { Money } from '../escalation/policy.js';
import type { OrderId } from '../identifiers.js';
import type { Actor } from '../timeline.js';

/** Kinds of services that cost a fee beside the case itself (I9). What exactly is ordered is told in free text. */
export const feeServices = [
  'transport',
  'evacuation',
  'medical-treatment',
  'accommodation',
  'security-escort',
  'interpreter',
  'documents',
  'other',
] as const;
export type FeeService = (typeof feeServices)[number];

/**
 * Where an order stands. `asking`: nothing is started. `approved`: started, an authorising person has said yes.
 * `overridden`: started by the life-safety override. `withdrawn`: the desk took it back, or the incident was closed first.
 */
export const orderStates = ['asking', 'approved', 'overridden', 'refused', 'expired', 'withdrawn'] as const;
export type OrderState = (typeof orderStates)[number];

/** What became of what the override has started. `not-ratified`: nobody has answered until the end of the asking. */
export const orderRatificationStates = ['asked', 'ratified', 'refused', 'not-ratified'] as const;
/** The same of costs beyond what was approved. */
export const excessStates = ['asked', 'approved', 'refused', 'not-approved'] as const;

export interface OrderDecision {
  readonly by: Actor;
  readonly means: AnswerMeans;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What is asked of the authorising persons about an order that the override has started (I8). */
export interface OrderRatification {
  readonly state: (typeof orderRatificationStates)[number];
  /** The override answers for it: it is asked about and decided together with it. Absent: by itself. */
  readonly withOverride?: true;
  readonly decision?: OrderDecision;
}

/** It has cost more than somebody has approved (I9). */
export interface OrderExcess {
  readonly state: (typeof excessStates)[number];
  /** What it costs in all, which is what is asked about. */
  readonly total: Money;
  readonly decision?: OrderDecision;
}

/** An order as lists, statements and people see it. Moments are epoch milliseconds. */
export interface OrderView {
  readonly id: OrderId;
  readonly service: FeeService;
  readonly estimate: Money;
  readonly state: OrderState;
  readonly orderedBy: Actor;
  readonly orderedAt: number;
  /** Until then it can be approved. */
  readonly expiresAt: number;
  /** Who approved or refused it. */
  readonly decision?: OrderDecision;
  /** Since then it costs: by approval or by override. */
  readonly startedAt?: number;
  /** Of what the override has started. */
  readonly ratification?: OrderRatification;
  readonly actual?: { readonly cost: Money; readonly by: Actor; readonly at: number };
  /** The actual cost is beyond what was approved; absent: it is not. */
  readonly excess?: OrderExcess;
  /** A total beyond the estimate that an authorising person has approved; absent: none. */
  readonly approvedTotal?: Money;
}

/** What somebody is asked to approve. Numbers and kinds only: the words of the order are looked up when they are told. */
export interface ApprovalQuestion {
  readonly orderId: OrderId;
  readonly service: FeeService;
  readonly estimate: Money;
  /** It is started: the answer approves afterwards, or refuses to. */
  readonly started: boolean;
  /** Epoch milliseconds until which it can be answered; absent once it is started. */
  readonly expiresAt?: number;
  /** What it has cost in all, more than was approved: the answer approves that total. Absent: it is about the estimate. */
  readonly actual?: Money;
}
