/** The key of an entry of a case: writing it twice changes nothing, and a run of entries is read by keys alone. */
export function entryKey(caseId: string, sequence: number): string {
  return `${caseId}/${sequence}`;
}

/** A case whose entries stand under keys from 1 to this sequence. */
export interface EnteredCase {
  readonly _id: string;
  readonly highestSequence: number;
}

export function entryKeysOf({ _id, highestSequence }: EnteredCase): readonly string[] {
  return Array.from({ length: highestSequence }, (_, index) => entryKey(_id, index + 1));
}
