import type { OrganisationId } from '../identifiers.js';
import { canonicalText } from './canonical.js';
import type { AuditAnchor, SealedValue } from './entry.js';
import { createKeyVerification, type KeyBreak } from './person-key-verification.js';
import { createPurgeVerification } from './value-purge.js';
import { valuesProblems, type ValueBreak } from './value-verification.js';

/** What is wrong with a chain, and where. */
export type ChainBreak =
  /** The entry is not what was signed. */
  | { readonly kind: 'edited'; readonly sequence: number }
  /** Entries from here to there are missing. */
  | { readonly kind: 'removed'; readonly sequence: number; readonly through: number }
  /** A document stands where no entry of this chain can stand. */
  | { readonly kind: 'inserted'; readonly sequence: number }
  /** An entry that was signed for another place. */
  | { readonly kind: 'reordered'; readonly sequence: number; readonly signedAs: number }
  /** Signed, but as the successor of another entry than the one that stands before it. */
  | { readonly kind: 'unlinked'; readonly sequence: number }
  /** Signed with a key that is not ours, or that had been replaced already. */
  | { readonly kind: 'foreign-key'; readonly sequence: number }
  /** The chain ends before the entry that an anchor names. */
  | { readonly kind: 'truncated'; readonly sequence: number; readonly through: number }
  /** Another entry than the one that an anchor names stands in its place. */
  | { readonly kind: 'rewritten'; readonly sequence: number }
  | ValueBreak
  | KeyBreak;

/** A document of the chain as it lies in the database, whatever has become of it, and the sealed values beside it. */
export interface StoredEntry {
  readonly documentId: unknown;
  /** Every field but the document's own identifier. */
  readonly document: Readonly<Record<string, unknown>>;
  /** Undefined: there are none. */
  readonly values: readonly SealedValue[] | undefined;
  /** Whose values among them are not opened by the key that this person has now, if any. */
  readonly unreadable: readonly string[];
}

/** What needs keys and hashes. */
export interface ChainSignatures {
  /** Hex; undefined when the key is none of ours. */
  macOf(keyId: unknown, signed: SignedPart): string | undefined;
  /** 0 is the current key, higher is older. */
  ageOf(keyId: unknown): number | undefined;
  /** SHA-256, hex. */
  digestOf(sealed: string): string;
}

/** What a MAC covers. */
export interface SignedPart {
  readonly previous: string;
  readonly canonical: string;
  readonly sequence: number;
}

export interface Verification {
  readonly organisationId: OrganisationId;
  /** In the order of their sequence. */
  readonly entries: AsyncIterable<StoredEntry> | Iterable<StoredEntry>;
  readonly signatures: ChainSignatures;
  /** Whether there is a key of this person now. */
  readonly hasKey: (person: string) => Promise<boolean>;
  /** Up to which sequence the newest entry about deleted values says that they are; nobody has verified it yet. Absent: none. */
  readonly claimedPurge?: number;
  /** Taken earlier of this chain, in any number. */
  readonly anchors?: readonly AuditAnchor[];
}

/** The identifier of an entry's document: one for each place of a chain, so that the chain cannot fork. */
export function entryDocumentId(organisationId: OrganisationId, sequence: number): string {
  return `${organisationId}:${sequence}`;
}

/** More than these are told as edited, without looking where they were signed for. */
const mostComparedPlaces = 300;

/** Reads a whole chain once and tells every break in it; nothing is told of a chain that is whole. */
export async function* findBreaks({
  organisationId,
  entries,
  signatures,
  hasKey,
  claimedPurge = 0,
  anchors = [],
}: Verification): AsyncGenerator<ChainBreak> {
  let last = 0;
  /** The MAC of the entry before; undefined when that entry is not to be trusted. */
  let previous: string | undefined = '';
  let youngestKey = Number.POSITIVE_INFINITY;
  const doubtful: { readonly sequence: number; readonly document: StoredEntry['document'] }[] = [];
  const gaps: number[] = [];
  const keys = createKeyVerification();
  const purges = createPurgeVerification(claimedPurge);

  for await (const { documentId, document, values, unreadable } of entries) {
    const { sequence } = document;
    if (
      !isSequence(sequence) ||
      sequence <= last ||
      documentId !== entryDocumentId(organisationId, sequence) ||
      document['organisationId'] !== organisationId
    ) {
      yield { kind: 'inserted', sequence: isSequence(sequence) ? sequence : last + 1 };
      continue;
    }
    if (sequence > last + 1) {
      yield { kind: 'removed', sequence: last + 1, through: sequence - 1 };
      previous = undefined;
      for (let gap = last + 1; gap < sequence && gaps.length < mostComparedPlaces; gap += 1) gaps.push(gap);
    }
    for (const anchor of anchors) {
      if (anchor.sequence === sequence && anchor.mac !== document['mac']) {
        yield { kind: 'rewritten', sequence };
      }
    }
    last = sequence;

    const age = signatures.ageOf(document['key']);
    if (age === undefined || age > youngestKey) {
      yield { kind: 'foreign-key', sequence };
      previous = undefined;
      continue;
    }
    if (!isSignedFor(signatures, document, sequence)) {
      previous = undefined;
      if (doubtful.length < mostComparedPlaces) doubtful.push({ sequence, document });
      else yield { kind: 'edited', sequence };
      continue;
    }
    youngestKey = age;
    if (previous !== undefined && document['previous'] !== previous) yield { kind: 'unlinked', sequence };
    previous = typeof document['mac'] === 'string' ? document['mac'] : undefined;
    const changed = [
      ...valuesProblems(sequence, document['values'], values, (sealed) => signatures.digestOf(sealed)),
    ];
    yield* changed.flatMap((each) => purges.defer(each) ?? []);
    purges.saw(document);
    const asSigned = unreadable.filter((person) => !changed.some((each) => each.person === person));
    keys.saw(sequence, document, asSigned);
  }

  const places = [...gaps, ...doubtful.map(({ sequence }) => sequence)];
  for (const { sequence, document } of doubtful) {
    const signedAs = places.find((place) => isSignedFor(signatures, document, place));
    yield signedAs === undefined ? { kind: 'edited', sequence } : { kind: 'reordered', sequence, signedAs };
  }
  yield* purges.problems();
  yield* keys.problems(hasKey);
  const furthest = Math.max(0, ...anchors.map((anchor) => anchor.sequence));
  if (furthest > last) yield { kind: 'truncated', sequence: last + 1, through: furthest };
}

function isSequence(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
}

/** Whether the document is what was signed, for this place of the chain. */
function isSignedFor(
  signatures: ChainSignatures,
  { mac, ...signed }: StoredEntry['document'],
  sequence: number,
): boolean {
  const { previous, key } = signed;
  if (typeof previous !== 'string') return false;
  try {
    const canonical = canonicalText({ ...signed, sequence });
    return signatures.macOf(key, { previous, canonical, sequence }) === mac;
  } catch {
    // It contains what no entry of ours can contain.
    return false;
  }
}
