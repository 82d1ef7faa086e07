import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { textTraceSchema, type TextTrace } from '../../domain/text-trace.js';
import type { Within } from '../deadline.js';
import { keepOnce } from '../keep-once.js';
import type { TextTraceDocument } from '../models/text-trace.js';
import type { Sealer } from '../sealer.js';
import type { TextTraceRepository } from '../store.js';

export function createTextTraceRepository(
  traces: Model<TextTraceDocument>,
  sealer: Sealer,
  within: Within,
): TextTraceRepository {
  const keep = (trace: TextTrace): Promise<void> =>
    within('dial', async () => {
      const { id: _id, ...rest } = trace;
      await keepOnce(() => traces.insertOne({ _id, ...rest }));
    });

  return {
    keep,
    seal: (trace) => sealer.seal(JSON.stringify(trace)),
    keepSealed: async (sealed) => keep(textTraceSchema.parse(JSON.parse(sealer.unseal(sealed)))),
    knownAmong: (ids) =>
      within('other', async (maxTimeMS) => {
        const known = await traces
          .find({ _id: trusted({ $in: [...ids] }) }, { _id: 1 }, { maxTimeMS })
          .lean<Pick<TextTraceDocument, '_id'>[]>();
        return new Set(known.map(({ _id }) => _id));
      }),
  };
}
