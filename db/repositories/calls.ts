import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { conflict } from '../../domain/errors.js';
import { personIdSchema } from '../../domain/persons/person.js';
import { attemptText } from '../attempt-text.js';
import type { Within } from '../deadline.js';
import { keepOnce } from '../keep-once.js';
import type { CallDocument } from '../models/call.js';
import type { CallRepository } from '../store.js';

export function createCallRepository(calls: Model<CallDocument>, within: Within): CallRepository {
  return {
    claim: ({ sid, account }, { key, organisationId, target }, to) =>
      within('dial', async (maxTimeMS) => {
        const attempt = attemptText(key);
        const person = personIdSchema.safeParse(target.id);
        const call: CallDocument = {
          ...{ _id: sid, account, attempt, to, claimedAt: new Date(), organisationId },
          ...(person.success ? { personId: person.data } : {}),
        };
        if ((await keepOnce(() => calls.insertOne(call))) === 'exists') {
          const standing = await calls.findOne({ _id: sid }, null, { maxTimeMS }).lean<CallDocument>();
          if (standing?.attempt !== attempt) {
            throw conflict('The call is another attempt’s, or the attempt has another call.');
          }
        }
      }),

    sidOf: (key) =>
      within('dial', async (maxTimeMS) => {
        const call = await calls
          .findOne({ attempt: attemptText(key) }, null, { maxTimeMS })
          .lean<CallDocument>();
        return call ? { sid: call._id, account: call.account } : undefined;
      }),

    claimedAmong: (sids, except) =>
      within('dial', async (maxTimeMS) => {
        const own = attemptText(except);
        const claimed = await calls
          .find({ _id: trusted({ $in: [...sids] }) }, null, { maxTimeMS })
          .lean<CallDocument[]>();
        return new Set(claimed.filter(({ attempt }) => attempt !== own).map(({ _id: sid }) => sid));
      }),
  };
}
