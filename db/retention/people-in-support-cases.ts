import { trusted } from 'mongoose';
import { personsIn } from '../../domain/audit/personal-values.js';
import type { SupportCaseId } from '../../domain/identifiers.js';
import type { PeopleSought } from '../../domain/retention/legal-hold.js';
import { entryKeysOf } from '../entry-keys.js';
import { byKeys } from '../key-parts.js';
import type { Models } from '../models/models.js';
import type { SupportCaseDocument } from '../models/support.js';
import { namingAny } from '../persons/any-case.js';
import type { EmailsOf } from '../persons/emails-of-desk.js';

/** What a support case itself says of people, and how far its entries go. */
export const namingFields = {
  highestSequence: 1,
  mailTrouble: 1,
  'opening.openedBy': 1,
  'view.assignee': 1,
} as const;
export type NamingCase = Pick<SupportCaseDocument, '_id' | 'highestSequence' | 'mailTrouble'> & {
  readonly opening: Pick<SupportCaseDocument['opening'], 'openedBy'>;
  readonly view?: Pick<NonNullable<SupportCaseDocument['view']>, 'assignee'>;
};

/**
 * Everybody whom support cases name, by their cases: those who stand in the case itself, and, where they are sought, those in
 * its entries, messages, notes, mails and tasks. Whoever is held is found there by their addresses too.
 */
export type PeopleInSupportCases = (
  cases: readonly NamingCase[],
  sought: PeopleSought,
) => Promise<ReadonlyMap<string, readonly string[]>>;

/** Something in a case that may name people: somewhere in it, by their identifiers. */
interface Part {
  readonly caseId: SupportCaseId;
  readonly names: unknown;
}

export function createPeopleInSupportCases(
  { support, supportMails, deskTasks }: Pick<Models, 'support' | 'supportMails' | 'deskTasks'>,
  emailsOf: EmailsOf,
): PeopleInSupportCases {
  const { entries, messages, notes } = support;

  /** What people have told, written, got and done in the cases. */
  async function partsOf(cases: readonly NamingCase[]): Promise<readonly Part[]> {
    const parts: Part[] = [];
    await byKeys(cases.flatMap(entryKeysOf), async (_id) => {
      for (const { caseId, event } of await entries.find({ _id }, { caseId: 1, event: 1 }).lean()) {
        parts.push({ caseId, names: event });
      }
    });
    const caseId = trusted({ $in: cases.map(({ _id }) => _id) });
    const [written, noted, mailed, tasks] = await Promise.all([
      messages.find({ caseId }, { caseId: 1, by: 1 }).lean(),
      notes.find({ caseId }, { caseId: 1, by: 1 }).lean(),
      supportMails.find({ caseId }, { caseId: 1, to: 1 }).lean(),
      deskTasks.find({ 'about.caseId': caseId }, { about: 1, done: 1 }).lean(),
    ]);
    for (const each of [...written, ...noted]) parts.push({ caseId: each.caseId, names: each.by });
    for (const each of mailed) parts.push({ caseId: each.caseId, names: each.to });
    for (const { about, done } of tasks) {
      if ('caseId' in about) parts.push({ caseId: about.caseId, names: [about, done] });
    }
    return parts;
  }

  /** Where an address stands beside what somebody has written, or in what a mail server has said. */
  async function addressed(cases: readonly NamingCase[], held: readonly string[]): Promise<readonly Part[]> {
    const parts: Part[] = [];
    const caseId = trusted({ $in: cases.map(({ _id }) => _id) });
    for (const [person, emails] of await emailsOf(held)) {
      const named = namingAny(emails);
      const [written, tasks] = await Promise.all([
        messages.find({ caseId, sender: named }, { caseId: 1 }).lean(),
        deskTasks.find({ 'about.caseId': caseId, 'about.diagnostic': named }, { about: 1 }).lean(),
      ]);
      const found = [...written, ...tasks.map(({ about }) => about)];
      for (const each of found) {
        if ('caseId' in each) parts.push({ caseId: each.caseId, names: person });
      }
    }
    return parts;
  }

  return async (cases, { named, held = [] }) => {
    const people = new Map<string, readonly string[]>();
    const add = (id: string, names: unknown) =>
      people.set(id, [...new Set([...(people.get(id) ?? []), ...personsIn(names)])]);
    for (const { _id: id, opening, view, mailTrouble } of cases) {
      add(id, [opening.openedBy, view?.assignee, mailTrouble]);
    }
    if (cases.length === 0) return people;
    const parts = named ? await partsOf(cases) : [];
    for (const { caseId, names } of [...parts, ...(await addressed(cases, held))]) add(caseId, names);
    return people;
  };
}
