import { trusted } from 'mongoose';
import { conflict, notFound } from '../../domain/errors.js';
import type { AccountId, SupportCaseId } from '../../domain/identifiers.js';
import { mayTouchAccount, type Scope } from '../../domain/scope.js';
import { formatCaseNumber } from '../../domain/support-case/case-number.js';
import { supportCaseStates, type SupportCaseState } from '../../domain/support-case/support-case.js';
import { behind, encodeCursor, order, toPage } from '../cursor.js';
import type { Within } from '../deadline.js';
import { isDuplicateKey } from '../deadline.js';
import { keepOnce } from '../keep-once.js';
import type { SupportCaseDocument, SupportModels, SupportNumberDocument } from '../models/support.js';
import { ownedByAccount } from '../scope-filter.js';
import type {
  SupportCaseDocumentView,
  SupportCaseFilter,
  SupportCaseRepository,
  SupportMessage,
  SupportOpening,
} from '../support-store.js';
import { createStoredSupportCases } from './stored-support-cases.js';
import type { SupportEntries } from './support-entries.js';
import { insertMessage } from './support-messages.js';
import { createSupportCaseDetails, currentDetails } from './support-case-details.js';
import { createSupportCaseMailTrouble } from './support-case-mail-trouble.js';
import { createSupportCaseHours } from './support-case-hours.js';
import { createSupportCaseMarks } from './support-case-marks.js';
import { createSupportRecording } from './support-recording.js';
import { searchFilter, tokensOfOpening } from './support-search.js';

/** What everybody needs of a case: all but what it is found by, and what it is taken up from. */
const shown = { searchTokens: 0, course: 0 } as const;

type Shown = Omit<SupportCaseDocument, 'searchTokens' | 'course'>;

function toOpening({ _id: id, opening }: Pick<SupportCaseDocument, '_id' | 'opening'>): SupportOpening {
  return { id, ...opening };
}

function toView(document: Shown): SupportCaseDocumentView {
  const { view, awaitsStart, followUps, mailTrouble } = document;
  return {
    opening: toOpening(document),
    details: { ...currentDetails(document), revision: document.detailsRevision ?? 0 },
    ...(view === undefined ? {} : { view }),
    ...(awaitsStart === undefined ? {} : { awaitsStart }),
    followUps,
    ...(mailTrouble === undefined ? {} : { mailTrouble }),
  };
}

function toDocument(opening: SupportOpening, firstMessage: SupportMessage): SupportCaseDocument {
  const { id, ...rest } = opening;
  const { number, referenceId, accountId, topic, openedAt, assignee } = opening;
  return {
    _id: id,
    number,
    referenceId,
    accountId,
    topic,
    openedAt,
    opening: rest,
    awaitsStart: true,
    state: 'new',
    open: true,
    ...(assignee === undefined ? {} : { assignee }),
    nextActionAt: openedAt,
    revision: 0,
    timelineThrough: 0,
    highestSequence: 0,
    mailedThrough: 0,
    searchTokens: tokensOfOpening(opening, firstMessage),
    followUps: [],
    notes: 0,
  };
}

/** Open or not is told by the state: one index serves both. */
function statesWanted(
  states: readonly SupportCaseState[] = supportCaseStates,
  isOpen: boolean | undefined,
): readonly SupportCaseState[] {
  return isOpen === undefined ? states : states.filter((state) => (state !== 'closed') === isOpen);
}

/** The columns that a filter asks for. */
function columnsOf({ accountId, states, isOpen, answer, assignee, topic, mailTrouble }: SupportCaseFilter) {
  return {
    ...(accountId === undefined ? {} : { accountId }),
    ...(states === undefined && isOpen === undefined
      ? {}
      : { state: trusted({ $in: statesWanted(states, isOpen) }) }),
    // Whatever is late has a due moment: by it the index is found.
    ...(answer === undefined ? {} : { answer, dueAt: trusted({ $exists: true }) }),
    ...(assignee === undefined
      ? {}
      : { assignee: assignee === 'nobody' ? trusted({ $exists: false }) : assignee }),
    ...(topic === undefined ? {} : { topic }),
    ...(mailTrouble === undefined ? {} : { mailTrouble: trusted({ $exists: true }) }),
  };
}

/** What a search finds, and all cases of the accounts that it names. */
function withAccounts(search: ReturnType<typeof searchFilter>, accounts: readonly AccountId[]) {
  if (accounts.length === 0) return search;
  const ofThem = { accountId: trusted({ $in: [...accounts] }) };
  return search === undefined ? ofThem : { $or: [search, ofThem] };
}

/** Support cases: how they began, and what is seen of them. */
export function createSupportCaseRepository(
  { cases, messages, numbers }: SupportModels,
  entries: SupportEntries,
  within: Within,
): SupportCaseRepository {
  const recording = createSupportRecording({ cases, messages }, entries);

  async function findBy(
    scope: Scope,
    what: { readonly _id: SupportCaseId } | { readonly number: string } | { readonly referenceId: string },
  ): Promise<SupportCaseDocumentView | undefined> {
    return within('other', async (maxTimeMS) => {
      const found = await cases
        .findOne({ ...what, ...ownedByAccount(scope) }, shown, { maxTimeMS })
        .lean<Shown>();
      return found ? toView(found) : undefined;
    });
  }

  async function count(year: number): Promise<number> {
    const counted = await numbers
      .findOneAndUpdate(
        { _id: String(year) },
        { $inc: { last: 1 } },
        { upsert: true, returnDocument: 'after' },
      )
      .lean<SupportNumberDocument>();
    return counted.last;
  }

  return {
    ...createSupportCaseMarks(cases, within),
    ...createSupportCaseDetails(cases, within),
    ...createSupportCaseMailTrouble(cases, within),
    ...createSupportCaseHours(cases, within),
    ...createStoredSupportCases({ cases, messages }, entries, within),

    nextNumber: (year) =>
      within('intake', async () => {
        try {
          return formatCaseNumber({ year, sequence: await count(year) });
        } catch (error) {
          // Two of a year at the same moment that has none yet: the other one has made the counter.
          if (!isDuplicateKey(error)) throw error;
          return formatCaseNumber({ year, sequence: await count(year) });
        }
      }),

    open: (scope, opening, firstMessage) =>
      within('intake', async (maxTimeMS) => {
        const { id, accountId, followUpOf } = opening;
        if (!mayTouchAccount(scope, accountId)) throw notFound('account');
        // The words first: whoever finds the case finds them too.
        await insertMessage(messages, firstMessage);
        const kept = await keepOnce(() => cases.insertOne(toDocument(opening, firstMessage)));
        const stored = kept === 'kept' ? 'new' : 'exists';
        const known =
          stored === 'new'
            ? opening
            : await cases
                .findOne({ _id: id, accountId }, { opening: 1 }, { maxTimeMS })
                .lean<Pick<SupportCaseDocument, '_id' | 'opening'>>()
                .then((found) => (found ? toOpening(found) : undefined));
        if (known === undefined) throw conflict('This number or reference ID belongs to another case.');
        if (followUpOf !== undefined) await recording.noteFollowUp(followUpOf, accountId, id);
        return { stored, opening: known };
      }),

    markStarted: (id) =>
      within('intake', async (maxTimeMS) => {
        await cases.updateOne({ _id: id, awaitsStart: true }, { $unset: { awaitsStart: 1 } }, { maxTimeMS });
      }),

    unstarted: (before, limit, last) =>
      within('other', async (maxTimeMS) => {
        const cursor =
          last === undefined ? undefined : encodeCursor({ moment: last.openedAt.getTime(), id: last.id });
        const found = await cases
          .find(
            {
              awaitsStart: true,
              openedAt: trusted({ $lt: before }),
              ...behind('openedAt', 'oldest-first', cursor),
            },
            { opening: 1 },
            { maxTimeMS },
          )
          .sort(order('openedAt', 'oldest-first'))
          .limit(limit)
          .lean<Pick<SupportCaseDocument, '_id' | 'opening'>[]>();
        return found.map(toOpening);
      }),

    record: (told) => within('other', () => recording.record(told)),

    find: (scope, id) => findBy(scope, { _id: id }),
    findByNumber: (scope, number) => findBy(scope, { number }),
    findByReferenceId: (scope, referenceId) => findBy(scope, { referenceId }),

    list: (scope, { text, accountsNamed = [], limit, cursor, sort = 'openedAt', ...filter }) =>
      within('other', async (maxTimeMS) => {
        const search = text === undefined ? {} : withAccounts(searchFilter(text), accountsNamed);
        if (search === undefined) return { items: [] };
        const direction = sort === 'dueAt' ? 'oldest-first' : 'newest-first';
        const documents = await cases
          .find(
            {
              $and: [
                ownedByAccount(scope),
                columnsOf(filter),
                ...(sort === 'dueAt' ? [{ dueAt: trusted({ $exists: true }) }] : []),
                search,
                behind(sort, direction, cursor),
              ],
            },
            shown,
            { maxTimeMS },
          )
          .sort(order(sort, direction))
          .limit(limit + 1)
          .lean<Shown[]>();
        return toPage(
          documents,
          { limit },
          ({ openedAt, dueAt = openedAt }) => (sort === 'dueAt' ? dueAt : openedAt),
          toView,
        );
      }),

    entries: (scope, id, { after, limit }) =>
      within('other', async (maxTimeMS) => {
        const found = await cases
          .findOne({ _id: id, ...ownedByAccount(scope) }, { highestSequence: 1 }, { maxTimeMS })
          .lean<Pick<SupportCaseDocument, 'highestSequence'>>();
        return found ? entries.read(id, after, found.highestSequence, limit) : [];
      }),

    duplicatesOf: (scope, ids) =>
      within('other', async (maxTimeMS) => {
        const found = await cases
          .find(
            // By what is there of few the index is found.
            {
              $and: [
                { 'view.mergedInto': trusted({ $exists: true }) },
                { 'view.mergedInto': trusted({ $in: [...ids] }) },
                ownedByAccount(scope),
              ],
            },
            { opening: 1 },
            { maxTimeMS },
          )
          .lean<Pick<SupportCaseDocument, '_id' | 'opening'>[]>();
        return found.map(toOpening);
      }),

    overdue: (before, limit) =>
      within('other', async (maxTimeMS) => {
        const found = await cases
          .find({ open: true, nextActionAt: trusted({ $lt: before }) }, { nextActionAt: 1 }, { maxTimeMS })
          .sort({ nextActionAt: 1 })
          .limit(limit)
          .lean<Required<Pick<SupportCaseDocument, '_id' | 'nextActionAt'>>[]>();
        return found.map(({ _id: caseId, nextActionAt }) => ({ caseId, nextActionAt }));
      }),
  };
}
