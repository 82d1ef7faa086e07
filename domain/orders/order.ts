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

export interface OrderDecision {
  readonly by: Actor;
  readonly means: AnswerMeans;
  /** Epoch milliseconds. */
  readonly at: number;
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
  /** What is asked of the authorising persons about an order that the override has started. */
  readonly ratification?: {
    readonly state: 'asked' | 'ratified' | 'refused';
    readonly decision?: OrderDecision;
  };
  readonly actual?: { readonly cost: Money; readonly by: Actor; readonly at: number };
}

/** What somebody is asked to approve. Numbers and kinds only: the words of the order are looked up when they are told. */
export interface ApprovalQuestion {
  readonly orderId: OrderId;
  readonly service: FeeService;
  readonly estimate: Money;
  /** The override has started it: the answer ratifies it, or refuses to. */
  readonly started: boolean;
  /** Epoch milliseconds until which it can be answered; absent once it is started. */
  readonly expiresAt?: number;
}
