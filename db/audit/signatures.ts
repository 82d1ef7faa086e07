import { createHash, createHmac } from 'node:crypto';
import type { ChainSignatures, SignedPart } from '../../domain/audit/verification.js';
import type { Sealer } from '../sealer.js';

/** Signs the links of audit chains, and checks what was signed before. */
export interface AuditSignatures extends ChainSignatures {
  /** Names the key that signs now; it stands in every entry and tells nothing of the key. */
  readonly keyId: string;
  /** HMAC-SHA-256, hex. */
  sign(signed: SignedPart): string;
}

/** With keys of their own, derived from the environment's and from the ones that it had before. */
export function createAuditSignatures(sealer: Pick<Sealer, 'keysFor'>): AuditSignatures {
  const [current, ...former] = sealer.keysFor('audit-chain').map((key) => ({ id: idOf(key), key }));
  if (current === undefined) throw new Error('There is no key to sign with.');
  const keys = [current, ...former];
  return {
    keyId: current.id,
    sign: (signed) => macWith(current.key, signed),
    macOf(keyId, signed) {
      const known = keys.find(({ id }) => id === keyId);
      return known === undefined ? undefined : macWith(known.key, signed);
    },
    ageOf(keyId) {
      const age = keys.findIndex(({ id }) => id === keyId);
      return age < 0 ? undefined : age;
    },
    digestOf: (sealed) => createHash('sha256').update(sealed).digest('hex'),
  };
}

/** No part can run over into another: a MAC is hex, a sequence decimal, and both end with the line. */
function macWith(key: Uint8Array, { previous, canonical, sequence }: SignedPart): string {
  return createHmac('sha256', key).update(`${previous}\n${sequence}\n${canonical}`).digest('hex');
}

function idOf(key: Uint8Array): string {
  return createHash('sha256').update('audit-chain:').update(key).digest('hex').slice(0, 16);
}
