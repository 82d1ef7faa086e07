import { createHash, randomBytes } from 'node:crypto';
import { identifierBytes, lettersOf } from '../../domain/identifier-letters.js';

/** A new random identifier of a kind, e.g. `con_…`. */
export function newIdentifier<Kind extends string>(kind: Kind): `${Kind}_${string}` {
  return `${kind}_${lettersOf(randomBytes(identifierBytes))}`;
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
  return `${kind}_${lettersOf(hash.digest())}`;
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
