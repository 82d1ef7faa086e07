import { trusted } from 'mongoose';
import { personsIn } from '../../domain/audit/personal-values.js';
import type { CaseView } from '../../domain/case-record.js';
import { statusCallIdSchema, type TravellerId } from '../../domain/identifiers.js';
import { isTraveller, type PersonTraces } from '../../domain/persons/person.js';
import { entryKeysOf } from '../entry-keys.js';
import { byKeys } from '../key-parts.js';
import type { CaseDocument } from '../models/case.js';
import type { IntakeDocument } from '../models/intake.js';
import type { Models } from '../models/models.js';
import type { TimelineEntryDocument } from '../models/timeline-entry.js';
import { inBatches } from '../retention/batches.js';
import { namedElsewhere, untakenWords } from '../retention/case-parts.js';
import { inUse, staying, type PersonRecord, type PersonRoom } from './person-room.js';
import { whyCasesStay, type CaseClasses } from './why-cases-stay.js';

export type OwnCaseModels = Pick<Models, 'cases' | 'timelineEntries' | 'intakes' | 'calls'>;

const batchSize = 50;

/** Incidents and status calls of a traveller, in batches. */
export async function* casesOf(
  cases: OwnCaseModels['cases'],
  { id, organisationId }: Pick<PersonTraces, 'id' | 'organisationId'>,
): AsyncGenerator<readonly CaseDocument[]> {
  if (!isTraveller(id)) return;
  const found = cases.find({ travellerId: id, organisationId }).lean<CaseDocument[]>().cursor({ batchSize });
  yield* inBatches(found, batchSize);
}

/** What was reported for a traveller and has perhaps no case yet. */
export async function reportedFor(
  intakes: OwnCaseModels['intakes'],
  id: TravellerId,
): Promise<readonly IntakeDocument[]> {
  const found = await intakes.find({ awaitsCase: true }).lean<IntakeDocument[]>();
  return found.filter(({ report, start }) => personsIn([report, start]).includes(id));
}

/**
 * Cases whose traveller somebody is, with their timelines, words and calls. Erasing leaves them: they are deleted as cases are,
 * with what stands outside of the database.
 */
export function ownCaseRoom(models: OwnCaseModels, classes: CaseClasses): PersonRoom {
  const { cases, timelineEntries, intakes, calls } = models;

  async function* partsOf(
    documents: readonly CaseDocument[],
    { phones }: PersonTraces,
    reasonFor: (caseId: string) => Pick<PersonRecord, 'stays'>,
  ): AsyncGenerator<PersonRecord> {
    const entries: TimelineEntryDocument[] = [];
    await byKeys(documents.flatMap(entryKeysOf), async (_id) => {
      entries.push(...(await timelineEntries.find({ _id }).lean<TimelineEntryDocument[]>()));
    });
    for (const { _id: id, caseId, sequence, at, event } of entries) {
      yield {
        collection: 'timeline_entries',
        id,
        data: { caseId, sequence, at, event },
        ...reasonFor(caseId),
      };
    }
    const ids = documents.map(({ _id }) => _id);
    const owners = new Map<string, string>(await untakenWords(intakes, ids));
    for (const id of ids) owners.set(id, id);
    const attempts = new Map<string, string>();
    for (const entry of entries) {
      const named = namedElsewhere([entry]);
      for (const text of named.texts) owners.set(text, entry.caseId);
      for (const attempt of named.attempts) attempts.set(attempt, entry.caseId);
    }
    for (const found of await intakes.find({ _id: trusted({ $in: [...owners.keys()] }) }).lean()) {
      const { _id: id, kind, createdAt, report, text, callerPhone } = found;
      yield {
        collection: 'intakes',
        id,
        data: { kind, createdAt, report, text, ...ownNumber(callerPhone, phones) },
        ...reasonFor(owners.get(id) ?? ''),
      };
    }
    for (const found of await calls.find({ attempt: trusted({ $in: [...attempts.keys()] }) }).lean()) {
      const { _id: id, attempt, to, claimedAt } = found;
      const theirNumber = to !== undefined && phones.includes(to) ? { to } : {};
      yield {
        collection: 'calls',
        id,
        data: { attempt, claimedAt, ...theirNumber },
        ...reasonFor(attempts.get(attempt) ?? ''),
      };
    }
  }

  /** What was reported and has no case yet. */
  async function* waiting({ id, phones }: PersonTraces): AsyncGenerator<PersonRecord> {
    if (!isTraveller(id)) return;
    const found = await reportedFor(intakes, id);
    const ids = found.map(({ _id }) => _id);
    const begun = new Set(
      (await cases.find({ _id: trusted({ $in: ids }) }, { _id: 1 }).lean()).map(({ _id }) => _id),
    );
    for (const { _id, kind, createdAt, report, callerPhone } of found) {
      if (begun.has(_id)) continue;
      yield {
        collection: 'intakes',
        id: _id,
        data: { kind, createdAt, report, ...ownNumber(callerPhone, phones) },
        stays: inUse,
      };
    }
  }

  return {
    collections: ['cases', 'timeline_entries', 'intakes', 'calls'],

    async *collect(person, holds = []) {
      for await (const documents of casesOf(cases, person)) {
        const why = await whyCasesStay(
          classes,
          documents.map(({ _id }) => _id),
          holds,
        );
        const reasonFor = (caseId: string) => staying(why.get(caseId));
        for (const { _id: id, view, openedAt } of documents) {
          const kind = statusCallIdSchema.safeParse(id).success ? 'status-call' : 'incident';
          yield {
            collection: 'cases',
            id,
            data: { kind, openedAt, view: withoutCalls(view) },
            ...reasonFor(id),
          };
        }
        yield* partsOf(documents, person, reasonFor);
      }
      yield* waiting(person);
    },

    erase: () => Promise.resolve(),
  };
}

/** Somebody else may have called for them. */
function ownNumber(
  callerPhone: string | undefined,
  phones: readonly string[],
): { readonly callerPhone?: string } {
  return callerPhone !== undefined && phones.includes(callerPhone) ? { callerPhone } : {};
}

/** The calls in it are everybody's who was in the conference; the person's own are told by themselves. */
function withoutCalls(view: CaseView) {
  if (view.case !== 'incident') return view;
  const { callerCalls: _callers, conferenceCalls: _everybody, companyApart: _company, ...rest } = view;
  return rest;
}
