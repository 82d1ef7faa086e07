import { trusted } from 'mongoose';
import type { RetainedItem } from '../../domain/retention/legal-hold.js';
import { byKeys } from '../key-parts.js';
import type { IntakeDocument } from '../models/intake.js';
import type { Models } from '../models/models.js';
import { batchesOf } from './batches.js';
import type { RetentionClass } from './retention-class.js';

const writtenForIncidents = {
  kind: trusted({ $in: ['note', 'order'] as const }),
  caseId: trusted({ $exists: true }),
} as const;

type RetainedWords = Pick<IntakeDocument, '_id' | 'createdAt'> & Required<Pick<IntakeDocument, 'caseId'>>;

/**
 * Notes and orders whose incident is gone, or has never come to be: words are stored before their incident is told of them, and it may be
 * deleted in between. They are kept as long as incidents, from the moment when they were written. Those of an incident that is there
 * go with it, also when it has refused them.
 *
 * Words that were stored before they said their incident, and that no timeline names, are not found: only reading all timelines would
 * tell them from others.
 */
export function retainedLooseWords({ intakes, cases }: Pick<Models, 'intakes' | 'cases'>): RetentionClass {
  async function found(ids: readonly string[]): Promise<readonly RetainedWords[]> {
    const words: RetainedWords[] = [];
    await byKeys(ids, async (_id) => {
      const some = intakes.find({ _id, ...writtenForIncidents }, { createdAt: 1, caseId: 1 });
      words.push(...(await some.lean<RetainedWords[]>()));
    });
    return words;
  }

  /** Those of the texts whose incident is not there. One that was reported and is not recorded yet is about to be. */
  async function looseAmong(ids: readonly string[]): Promise<readonly RetainedWords[]> {
    const words = await found(ids);
    const existing = new Set<string>();
    await byKeys([...new Set<string>(words.map(({ caseId }) => caseId))], async (_id) => {
      const known = await Promise.all([
        cases.find({ _id }, { _id: 1 }).lean<{ readonly _id: string }[]>(),
        intakes.find({ _id }, { _id: 1 }).lean<{ readonly _id: string }[]>(),
      ]);
      for (const document of known.flat()) existing.add(document._id);
    });
    return words.filter(({ caseId }) => !existing.has(caseId));
  }

  return {
    dataClass: 'incidents',
    collections: ['intakes'],

    async *begunBefore(organisationId, moment, batchSize) {
      const older = intakes.find(
        { organisationId, createdAt: trusted({ $lt: moment }), ...writtenForIncidents },
        { _id: 1 },
      );
      for await (const ids of batchesOf(older, batchSize)) {
        const loose = await looseAmong(ids);
        // Also where there is none: whoever looks through them rests in between.
        yield loose.map(({ _id }) => _id);
      }
    },

    async read(ids) {
      return (await looseAmong(ids)).map(({ _id: id, createdAt, caseId }): RetainedItem => ({
        id,
        dataClass: 'incidents',
        begunAt: createdAt.getTime(),
        endOfUse: createdAt.getTime(),
        persons: [],
        caseId,
      }));
    },

    workflowOf: () => undefined,

    prepare: (ids) =>
      Promise.resolve({
        calls: [],
        texts: [],
        async erase() {
          // Their incident may have been recorded meanwhile.
          const loose = (await looseAmong(ids)).map(({ _id }) => _id);
          await byKeys(loose, (_id) => intakes.deleteMany({ _id }));
          return (await found(ids)).map(({ _id }) => _id);
        },
      }),
  };
}
