import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import type { IncidentId } from '../../domain/identifiers.js';
import { targetRoles, type TargetRole } from '../../domain/target.js';

/** Who a leg of a bridge brings: the role is all that a short code can say. */
export interface BridgedPerson {
  readonly role: TargetRole;
  /** Tells apart those who are bridged into one room; three digits. */
  readonly nonce: string;
}

/**
 * Codes that a leg of a bridge says on arrival, by keys. Nothing is stored: a code is told from all others by trying it on
 * the incidents that are running, so any process can read what another one has made.
 */
export interface BridgeCodes {
  /** A code of thirteen digits for the next one to one and a half minutes. */
  make(incidentId: IncidentId, role: TargetRole): string;
  /** Who comes with the code if it was made for this incident a short while ago, else undefined. */
  read(code: string, incidentId: IncidentId): BridgedPerson | undefined;
}

/** One digit for the role, three at random, nine that prove the rest: one guess in a thousand million. */
export const bridgeCodeDigits = 13;
const nonceDigits = 3;
const proofDigits = 9;
const windowMilliseconds = 30_000;
/** Dialling takes some seconds, and the clocks of two machines differ by some. */
const acceptedWindows = [0, -1, -2, 1];
const isCode = new RegExp(`^\\d{${bridgeCodeDigits}}$`);

/** @param key 32 bytes, the same in all processes. */
export function createBridgeCodes({
  key,
  now,
}: {
  readonly key: Uint8Array;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): BridgeCodes {
  const windowNow = () => Math.floor(now() / windowMilliseconds);

  function proof(head: string, incidentId: IncidentId, window: number): string {
    const digest = createHmac('sha256', key).update(`bridge:${incidentId}:${head}:${window}`).digest();
    const number = digest.readBigUInt64BE() % 10n ** BigInt(proofDigits);
    return number.toString().padStart(proofDigits, '0');
  }

  return {
    make(incidentId, role) {
      const head = `${targetRoles.indexOf(role)}${String(randomInt(10 ** nonceDigits)).padStart(nonceDigits, '0')}`;
      return head + proof(head, incidentId, windowNow());
    },
    read(code, incidentId) {
      const role = targetRoles[Number(code.charAt(0))];
      if (!isCode.test(code) || role === undefined) return undefined;
      const head = code.slice(0, -proofDigits);
      const given = Buffer.from(code.slice(-proofDigits));
      const isProven = acceptedWindows.some((offset) =>
        timingSafeEqual(given, Buffer.from(proof(head, incidentId, windowNow() + offset))),
      );
      return isProven ? { role, nonce: head.slice(1) } : undefined;
    },
  };
}
