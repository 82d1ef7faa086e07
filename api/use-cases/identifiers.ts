import { createHash, randomBytes } from 'node:crypto';

const letters = 'abcdefghijklmnopqrstuvwxyz234567';
/** 26 characters of 5 bits: 130 bits, so that no two requests ever share an identifier by chance. */
const length = 26;

/** A new random identifier of a kind, e.g. `con_…`. */
export function newIdentifier<Kind extends string>(kind: Kind): `${Kind}_${string}` {
  return `${kind}_${base32(randomBytes(32))}`;
}

/**
 * The identifier that follows from the parts: whoever repeats a request derives the same one, in any process. The parts
 * are told apart by their lengths. They are hashed without a key, so nothing guessable and personal may be among them.
 */
export function derivedIdentifier<Kind extends string>(
  kind: Kind,
  ...parts: readonly string[]
): `${Kind}_${string}` {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:${part}`);
  return `${kind}_${base32(hash.digest())}`;
}

function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += letters.charAt((value >>> bits) & 31);
    }
  }
  return text.slice(0, length);
}

/** SHA-256 of a checked body, hex; the order of its fields does not matter. */
export function hashBody(body: unknown): string {
  return createHash('sha256').update(canonical(body)).digest('hex');
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
