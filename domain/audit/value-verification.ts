import { z } from 'zod';
import type { SealedValue } from './entry.js';

export type ValueBreak =
  /** What stands sealed beside the entry is not what the entry signs. */
  | { readonly kind: 'value-edited'; readonly sequence: number; readonly person: string }
  | { readonly kind: 'value-removed'; readonly sequence: number; readonly person: string };

const digestsSchema = z.array(
  z.object({
    person: z.string(),
    before: z.string().exactOptional(),
    after: z.string().exactOptional(),
  }),
);

/**
 * Compares the sealed values beside an authentic entry with the digests that it signs. It needs no person's key: a chain
 * stays whole when keys are destroyed.
 */
export function* valuesProblems(
  sequence: number,
  signed: unknown,
  stored: readonly SealedValue[] | undefined,
  digestOf: (sealed: string) => string,
): Generator<ValueBreak> {
  const digests = digestsSchema.parse(signed);
  for (const { person, ...digest } of digests) {
    const sealed = stored?.filter((value) => value.person === person) ?? [];
    const [value] = sealed;
    if (value === undefined) {
      yield { kind: 'value-removed', sequence, person };
    } else if (
      sealed.length > 1 ||
      !isSame(digest.before, value.before, digestOf) ||
      !isSame(digest.after, value.after, digestOf)
    ) {
      yield { kind: 'value-edited', sequence, person };
    }
  }
  for (const { person } of stored ?? []) {
    if (!digests.some((digest) => digest.person === person)) yield { kind: 'value-edited', sequence, person };
  }
}

function isSame(
  digest: string | undefined,
  sealed: string | undefined,
  digestOf: (sealed: string) => string,
): boolean {
  return digest === undefined || sealed === undefined ? digest === sealed : digestOf(sealed) === digest;
}
