import { z } from 'zod';
import type { LegalHoldId, OrganisationId } from '../identifiers.js';
import type { Principal } from '../timeline.js';
import { dataClasses, type DataClass } from './data-class.js';

/** What must not be deleted, whatever its period says (R2): everything about a person, a case, or a whole class. */
export const heldSubjectSchema = z
  .discriminatedUnion('of', [
    z.strictObject({ of: z.literal('person'), id: z.string().regex(/^(?:trv|con|usr|app)_[a-z0-9]{6,40}$/) }),
    z.strictObject({ of: z.literal('case'), id: z.string().regex(/^(?:inc|stc|sup)_[a-z0-9]{6,40}$/) }),
    z.strictObject({ of: z.literal('class'), dataClass: z.enum(dataClasses) }),
  ])
  .meta({ id: 'HeldSubject' });
export type HeldSubject = z.infer<typeof heldSubjectSchema>;

export const legalHoldInputSchema = z
  .strictObject({ subject: heldSubjectSchema, reason: z.string().trim().min(1).max(2_000) })
  .meta({ id: 'LegalHoldInput' });
export type LegalHoldInput = z.infer<typeof legalHoldInputSchema>;

/** A hold ends only when somebody releases it. */
export interface LegalHold extends LegalHoldInput {
  readonly id: LegalHoldId;
  readonly organisationId: OrganisationId;
  readonly createdAt: Date;
  readonly createdBy: Principal;
  /** Absent: it holds. */
  readonly released?: { readonly at: Date; readonly by: Principal; readonly reason: string };
}

/** What a hold is asked about. */
export type Holding = Pick<LegalHold, 'id' | 'subject'>;

/** Whom to look for in what may go. */
export interface PeopleSought {
  /** Whether everybody who is named in the parts of an item is wanted, which has to be read for it. */
  readonly named: boolean;
  /** Found as well where nothing but an address of theirs stands. Absent: nobody. */
  readonly held?: readonly string[];
}

/** Where somebody is held, everybody who is named in something has to be known. */
export function peopleSought(holds: readonly Holding[]): PeopleSought {
  const held = holds.flatMap(({ subject }) => (subject.of === 'person' ? [subject.id] : []));
  return { named: held.length > 0, held };
}

/** Something that a period applies to, as far as it has to be known for that. */
export interface RetainedItem {
  readonly id: string;
  readonly dataClass: DataClass;
  /** When its use began. Epoch milliseconds. */
  readonly begunAt: number;
  /** Epoch milliseconds; absent: it is still in use. */
  readonly endOfUse?: number;
  /** Whom it is about or names, by their identifiers. */
  readonly persons: readonly string[];
  /** The case that it belongs to, where it is none itself. */
  readonly caseId?: string;
  /** Something in use that cannot do without it: an open follow-up, the open case that a mail stands in. */
  readonly neededBy?: string;
}

/** What a case is of, by how its identifier begins. */
const classesOfCases: Readonly<Record<string, DataClass>> = {
  inc: 'incidents',
  stc: 'status-calls',
  sup: 'support-cases',
};

/** Classes of what belongs to cases of a class without being one: places, originals of mails, stray calls and texts, audit values. */
const belongingTo: Readonly<Partial<Record<DataClass, readonly DataClass[]>>> = {
  incidents: ['locations', 'status-calls', 'audit'],
  'status-calls': ['audit'],
  'support-cases': ['mail-originals', 'audit'],
};

function isOfCaseOf(dataClass: DataClass, { caseId }: RetainedItem): boolean {
  return caseId !== undefined && classesOfCases[caseId.slice(0, 3)] === dataClass;
}

/** An incident goes with the location in it, which is a class of its own. */
function isPartOf(part: DataClass, whole: DataClass): boolean {
  return part === 'locations' && whole === 'incidents';
}

/** Classes of which a hold on a class may keep something: itself, what belongs to its cases, and those whose items have a part of it. */
export function classesKeptBy(held: DataClass): readonly DataClass[] {
  const belonging = belongingTo[held] ?? [];
  return dataClasses.filter((each) => each === held || belonging.includes(each) || isPartOf(held, each));
}

/** The first hold that keeps an item, what it belongs to, or a part of it that would go with it. */
export function holdOn(item: RetainedItem, holds: readonly Holding[]): Holding | undefined {
  return holds.find(({ subject }) => {
    switch (subject.of) {
      case 'person':
        return item.persons.includes(subject.id);
      case 'case':
        return subject.id === item.id || subject.id === item.caseId;
      case 'class':
        return (
          subject.dataClass === item.dataClass ||
          isPartOf(subject.dataClass, item.dataClass) ||
          isOfCaseOf(subject.dataClass, item)
        );
    }
  });
}
