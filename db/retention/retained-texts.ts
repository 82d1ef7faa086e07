import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { RetainedItem } from '../../domain/retention/legal-hold.js';
import type { TextTrace } from '../../domain/text-trace.js';
import type { Models } from '../models/models.js';
import type { TextTraceDocument } from '../models/text-trace.js';
import { batchesOf } from './batches.js';
import { byKeys } from '../key-parts.js';
import type { RetentionClass } from './retention-class.js';

/**
 * Texts that belong to no case: about nothing that was asked, tests of channels, replies to both, and what came for a case that is
 * gone. They are kept as long as status calls, and not as long as incidents: a text that calls for help, or answers in an
 * incident, belongs to that incident, so nobody needs these to find out what happened to somebody. Their period begins when they
 * were sent or received.
 */
export function retainedTexts({ textTraces, cases }: Pick<Models, 'textTraces' | 'cases'>): RetentionClass {
  /** Those of the texts that go with no case. */
  async function strayAmong(ids: readonly string[]): Promise<readonly TextTrace[]> {
    const found: TextTrace[] = [];
    await byKeys(ids, async (_id) => {
      found.push(...(await textsOf(textTraces, { _id })));
    });
    const existing = new Set<string>();
    await byKeys([...new Set(found.flatMap(({ caseId }) => caseId ?? []))], async (_id) => {
      const documents = await cases.find({ _id }, { _id: 1 }).lean<{ readonly _id: string }[]>();
      for (const document of documents) existing.add(document._id);
    });
    return found.filter(({ caseId }) => caseId === undefined || !existing.has(caseId));
  }

  return {
    dataClass: 'status-calls',
    collections: ['text_traces'],

    async *begunBefore(organisationId, moment, batchSize) {
      const older = textTraces.find({ organisationId, at: trusted({ $lt: moment }) }, { _id: 1 });
      for await (const ids of batchesOf(older, batchSize)) {
        const stray = await strayAmong(ids);
        // Also where there is none: whoever looks through them rests in between.
        yield stray.map(({ id }) => id);
      }
    },

    async read(ids) {
      return (await strayAmong(ids)).map(({ id, at, personId, caseId }): RetainedItem => ({
        id,
        dataClass: 'status-calls',
        begunAt: at.getTime(),
        endOfUse: at.getTime(),
        persons: personId === undefined ? [] : [personId],
        ...(caseId === undefined ? {} : { caseId }),
      }));
    },

    workflowOf: () => undefined,

    async prepare(ids) {
      return {
        calls: [],
        texts: await strayAmong(ids),
        async erase() {
          await byKeys(ids, (_id) => textTraces.deleteMany({ _id }));
          return [];
        },
      };
    },
  };
}

/** The texts that a filter finds. */
export async function textsOf(
  textTraces: Model<TextTraceDocument>,
  filter: object,
): Promise<readonly TextTrace[]> {
  const documents = await textTraces.find(filter).lean<TextTraceDocument[]>();
  return documents.map(({ _id: id, ...rest }) => ({ id, ...rest }));
}
