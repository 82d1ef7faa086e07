import { trusted } from 'mongoose';
import {
  channelTestIdSchema,
  deskOrganisationId,
  type ChannelTestId,
  type OrganisationId,
} from '../../domain/identifiers.js';
import type { RetainedItem } from '../../domain/retention/legal-hold.js';
import { attemptOfText } from '../attempt-text.js';
import { byKeys } from '../key-parts.js';
import type { CallDocument } from '../models/call.js';
import type { ChannelTestDocument } from '../models/channel-test.js';
import type { IntakeDocument } from '../models/intake.js';
import type { Models } from '../models/models.js';
import { batchesOf } from './batches.js';
import type { CallTrace, RetentionClass } from './retention-class.js';

export type CallModels = Pick<Models, 'calls' | 'cases' | 'channelTests' | 'intakes'>;

/** So long nobody takes a case that is not recorded for one that is gone: milliseconds. */
const longestWithoutRecord = 86_400_000;

/** A call of no case that is recorded. */
export interface UnrecordedCall extends CallTrace {
  readonly claimedAt: Date;
  readonly organisationId: OrganisationId;
  readonly personId?: string;
  /** The case that it was made for; absent: it was a test. */
  readonly caseId?: string;
  /** The case may run without being recorded yet: the call is in use. Else the case is gone. */
  readonly mayBeRecorded: boolean;
}

/**
 * Calls that belong to no case: tests of channels, and what is left of cases that are gone. They are kept as long as status calls,
 * as texts of no case are. Their period begins when they were made.
 */
export function retainedCalls(models: CallModels): RetentionClass {
  const { calls } = models;

  async function strayAmong(ids: readonly string[]): Promise<readonly UnrecordedCall[]> {
    const documents: CallDocument[] = [];
    await byKeys(ids, async (_id) => {
      documents.push(...(await calls.find({ _id }).lean<CallDocument[]>()));
    });
    const unrecorded = await unrecordedCallsAmong(models, documents, new Date());
    return unrecorded.filter(({ mayBeRecorded }) => !mayBeRecorded);
  }

  return {
    dataClass: 'status-calls',
    collections: ['calls'],

    async *begunBefore(organisationId, moment, batchSize) {
      const claimedAt = trusted({ $lt: moment });
      for (const whose of [organisationId, trusted({ $exists: false })]) {
        const older = calls.find({ organisationId: whose, claimedAt }, { _id: 1 });
        for await (const ids of batchesOf(older, batchSize)) {
          const stray = (await strayAmong(ids)).filter((call) => call.organisationId === organisationId);
          // Also where there is none: whoever looks through them rests in between.
          yield stray.map(({ sid }) => sid);
        }
      }
    },

    async read(ids) {
      return (await strayAmong(ids)).map(({ sid, claimedAt, personId, caseId }): RetainedItem => ({
        id: sid,
        dataClass: 'status-calls',
        begunAt: claimedAt.getTime(),
        endOfUse: claimedAt.getTime(),
        persons: personId === undefined ? [] : [personId],
        ...(caseId === undefined ? {} : { caseId }),
      }));
    },

    workflowOf: () => undefined,

    async prepare(ids) {
      const stray = (await strayAmong(ids)).map(({ sid, account }) => ({ sid, account }));
      return {
        calls: stray,
        texts: [],
        async erase() {
          await byKeys(
            stray.map(({ sid }) => sid),
            (_id) => calls.deleteMany({ _id }),
          );
          return [];
        },
      };
    },
  };
}

/**
 * Those of the calls that go with no case that is recorded. One that does not say whose it is belongs to the organisation of its
 * test, or of its case where there is still an intake of it. Where nobody knows any more, it follows the periods and the holds of
 * the desk: somebody has to delete it, and no organisation answers for a call that nothing says is its own.
 */
export async function unrecordedCallsAmong(
  { cases, channelTests, intakes }: Pick<CallModels, 'cases' | 'channelTests' | 'intakes'>,
  documents: readonly CallDocument[],
  now: Date,
): Promise<readonly UnrecordedCall[]> {
  const subjects = [...new Set(documents.map(({ attempt }) => subjectOfAttempt(attempt)))];
  const existing = new Set<string>();
  await byKeys(subjects, async (_id) => {
    const found = await cases.find({ _id }, { _id: 1 }).lean<{ readonly _id: string }[]>();
    for (const document of found) existing.add(document._id);
  });
  const tests = new Map<string, ChannelTestDocument>();
  await byKeys(subjects.filter(isChannelTest), async (_id) => {
    const found = await channelTests.find({ _id }).lean<ChannelTestDocument[]>();
    for (const test of found) tests.set(test._id, test);
  });
  const owners = new Map<string, OrganisationId>();
  const missing = subjects.filter((subject) => !existing.has(subject) && !isChannelTest(subject));
  await byKeys(missing, async (_id) => {
    const found = await intakes
      .find({ _id }, { organisationId: 1 })
      .lean<Pick<IntakeDocument, '_id' | 'organisationId'>[]>();
    for (const intake of found) owners.set(intake._id, intake.organisationId);
  });
  return documents.flatMap((document): readonly UnrecordedCall[] => {
    const { _id: sid, account, attempt, claimedAt } = document;
    const subject = subjectOfAttempt(attempt);
    if (existing.has(subject)) return [];
    const test = tests.get(subject);
    const owner = test?.organisationId ?? owners.get(subject) ?? deskOrganisationId;
    const personId = document.personId ?? test?.contactId;
    const call = {
      ...{ sid, account, claimedAt, organisationId: document.organisationId ?? owner },
      ...(personId === undefined ? {} : { personId }),
    };
    // A test has no record, and no intake.
    if (isChannelTest(subject)) return [{ ...call, mayBeRecorded: false }];
    const isYoung = now.getTime() - claimedAt.getTime() < longestWithoutRecord;
    return [{ ...call, caseId: subject, mayBeRecorded: isYoung || owners.has(subject) }];
  });
}

/** The identifier of what an attempt was made for: a case, or a test of a channel. */
export function subjectOfAttempt(attempt: string): string {
  return attemptOfText(attempt).workflowId.split(':').at(-1) ?? '';
}

function isChannelTest(id: string): id is ChannelTestId {
  return channelTestIdSchema.safeParse(id).success;
}
