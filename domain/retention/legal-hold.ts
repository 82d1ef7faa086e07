import type { DataClass } from './data-class.js';

/** What must not be deleted, whatever its period says (R2): everything about a person, a case, or a whole class. */
export type HeldSubject =
  | { readonly of: 'person'; readonly id: string }
  | { readonly of: 'case'; readonly id: string }
  | { readonly of: 'class'; readonly dataClass: DataClass };

export interface LegalHold {
  readonly id: string;
  readonly subject: HeldSubject;
}

/** Something that a period applies to, as far as it has to be known for that. */
export interface RetainedItem {
  readonly id: string;
  readonly dataClass: DataClass;
  /** Epoch milliseconds; absent: it is still in use. */
  readonly endOfUse?: number;
  /** Whom it is about or names. */
  readonly persons: readonly string[];
  /** The case that it belongs to, where it is none itself. */
  readonly caseId?: string;
}

/** The first hold that keeps an item. */
export function holdOn(item: RetainedItem, holds: readonly LegalHold[]): LegalHold | undefined {
  return holds.find(({ subject }) => {
    switch (subject.of) {
      case 'person':
        return item.persons.includes(subject.id);
      case 'case':
        return subject.id === item.id || subject.id === item.caseId;
      case 'class':
        return subject.dataClass === item.dataClass;
    }
  });
}
