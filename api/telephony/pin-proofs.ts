import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { CallHandle } from '../../providers/telephony/telephony.js';
import type { ApprovalOrder } from './approval-order.js';

/**
 * What says, from one webhook to the next, that the PIN was right. It stands in addresses instead of the digits; nothing is
 * stored, so any process can read what another one has made.
 */
export interface PinProofs {
  /** Holds for five minutes, on this call, for this person and this question. */
  make(call: CallHandle, order: ApprovalOrder): string;
  /** False for everything else: what was made up, is too old, or belongs to another call, attempt, person or price. */
  holds(proof: string, call: CallHandle, order: ApprovalOrder): boolean;
}

const keyBytes = 32;
const validMilliseconds = 5 * 60_000;
const isProof = /^(\d{1,16})\.([\w-]{43})$/;

/** @param key the environment's key, the same in all processes; ours derives from it. */
export function createPinProofs({
  key,
  now,
}: {
  readonly key: Uint8Array;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): PinProofs {
  const proofKey = new Uint8Array(
    hkdfSync('sha256', key, new Uint8Array(0), 'beistand:pin-proof:1', keyBytes),
  );

  function signature(validUntil: number, call: CallHandle, order: ApprovalOrder): Buffer {
    const { key: attempt, organisationId, target } = order;
    const proven = [
      validUntil,
      [call.account, call.sid],
      [attempt.workflowId, attempt.activityId],
      [organisationId, target.role, target.id],
      aboutWhat(order),
    ];
    return createHmac('sha256', proofKey).update(JSON.stringify(proven)).digest();
  }

  return {
    make(call, order) {
      const validUntil = now() + validMilliseconds;
      return `${validUntil}.${signature(validUntil, call, order).toString('base64url')}`;
    },
    holds(proof, call, order) {
      const [, until = '', signed = ''] = isProof.exec(proof) ?? [];
      const validUntil = Number(until);
      const given = Buffer.from(signed, 'base64url');
      const expected = signature(validUntil, call, order);
      return given.length === expected.length && timingSafeEqual(given, expected) && now() < validUntil;
    },
  };
}

/** An override's ceiling never changes, so the attempt alone says what is asked. */
function aboutWhat(order: ApprovalOrder): readonly unknown[] {
  if (order.purpose === 'ratify') return [order.purpose];
  const { orderId, service, estimate, started, actual } = order.approval;
  const amounts = [estimate, ...(actual === undefined ? [] : [actual])];
  return [orderId, service, started, ...amounts.map(({ amountMinor, currency }) => [amountMinor, currency])];
}
