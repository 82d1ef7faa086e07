import { createHmac } from 'node:crypto';
import { trusted, type Model } from 'mongoose';
import type { TextedNumberDocument } from '../models/texted-number.js';
import type { Sealer } from '../sealer.js';

/** That numbers want no texts, without the numbers: of people who were erased. */
export interface OptOuts {
  keep(number: string): Promise<void>;
  /** Under which identifier it is kept; undefined: it is not. */
  find(number: string): Promise<string | undefined>;
  forget(number: string): Promise<void>;
}

/** Numbers are few enough to be tried out, so the digest is under a key that is not in the database. */
export function createOptOuts(
  textedNumbers: Model<TextedNumberDocument>,
  sealer: Pick<Sealer, 'keysFor'>,
): OptOuts {
  const [key, ...formerKeys] = sealer.keysFor('opt-outs');
  const idUnder = (secret: Uint8Array, number: string) =>
    `opted-out:${createHmac('sha256', secret).update(number).digest('hex')}`;
  const idsOf = (number: string) =>
    trusted({ $in: [key, ...formerKeys].map((each) => idUnder(each, number)) });

  return {
    async keep(number) {
      await textedNumbers.updateOne(
        { _id: idUnder(key, number) },
        { $set: { optedOut: true }, $setOnInsert: { questions: [] } },
        { upsert: true },
      );
    },
    async find(number) {
      const found = await textedNumbers.findOne({ _id: idsOf(number) }, { _id: 1 }).lean();
      return found?._id;
    },
    async forget(number) {
      await textedNumbers.deleteMany({ _id: idsOf(number) });
    },
  };
}
