import type { AuditFacts } from './entry.js';

/** The action of the entry that tells that somebody's key was destroyed; it stands in the chain before the key goes. */
export const keyDestruction = 'destroyPersonKey';

export type KeyBreak =
  /** What this entry keeps of somebody can be read by nobody any more, and no entry tells that their key was destroyed. */
  | { readonly kind: 'key-missing'; readonly sequence: number; readonly person: string }
  /** This entry tells that somebody's key was destroyed, and there is one. */
  | { readonly kind: 'key-kept'; readonly sequence: number; readonly person: string };

/** Compares what the authentic entries of a chain tell of people's keys with the keys that there are. */
export interface KeyVerification {
  /** @param unreadable whose values beside this entry are what was signed, and are not opened by their key. */
  saw(sequence: number, document: Readonly<Record<string, unknown>>, unreadable: readonly string[]): void;
  /** After the last entry. */
  problems(hasKey: (person: string) => Promise<boolean>): AsyncGenerator<KeyBreak>;
}

export function createKeyVerification(): KeyVerification {
  /** Where each of them was met first. */
  const unreadable = new Map<string, number>();
  const destroyed = new Map<string, number>();
  return {
    saw(sequence, document, persons) {
      for (const person of persons) if (!unreadable.has(person)) unreadable.set(person, sequence);
      for (const person of destroyedBy(document)) destroyed.set(person, sequence);
    },
    async *problems(hasKey) {
      for (const [person, sequence] of unreadable) {
        if (!destroyed.has(person)) yield { kind: 'key-missing', sequence, person };
      }
      for (const [person, sequence] of destroyed) {
        if (await hasKey(person)) yield { kind: 'key-kept', sequence, person };
      }
    },
  };
}

function destroyedBy({ action, persons }: { readonly [Field in keyof AuditFacts]?: unknown }) {
  if (action !== keyDestruction || !Array.isArray(persons)) return [];
  return persons.filter((person) => typeof person === 'string');
}
