import { trusted } from 'mongoose';
import { isUser } from '../../domain/persons/person.js';
import type { Models } from '../models/models.js';
import type { UserDocument } from '../models/user.js';
import { inUse, staying, type PersonRoom } from './person-room.js';

type UserModels = Pick<Models, 'users' | 'accountLinks' | 'sessions'>;

/** Users with all that they sign in with. Somebody active stays: they are switched off first. */
export function userRoom({ users, accountLinks, sessions }: UserModels): PersonRoom {
  /** A session is one text; identifiers are letters and digits, so it is found by them. Reads all sessions: they end in hours. */
  const sessionsOf = (id: string) => ({ session: trusted({ $regex: `"${id}"` }) });

  return {
    collections: ['users', 'account_links', 'sessions'],

    async *collect({ id }) {
      if (!isUser(id)) return;
      const found = await users.findOne({ _id: id }).lean<UserDocument>();
      const stays = staying(found?.state === 'active' ? inUse : undefined);
      for (const { _id, expires } of await sessions.find(sessionsOf(id), { expires: 1 }).lean()) {
        yield { collection: 'sessions', id: _id.slice(0, 12), data: { until: expires }, ...stays };
      }
      for (const { _id, purpose, expiresAt } of await accountLinks.find({ userId: id }).lean()) {
        yield { collection: 'account_links', id: _id, data: { purpose, until: expiresAt }, ...stays };
      }
      if (found === null) return;
      const { _id, passwordHash, identity, secondFactor, pendingSecret, recoveryCodes, ...data } = found;
      yield {
        collection: 'users',
        id: _id,
        data: {
          ...data,
          signsIn: {
            withPassword: passwordHash !== undefined,
            withIdentity: identity ?? false,
            ...(secondFactor === undefined ? {} : { secondFactorSince: secondFactor.enrolledAt }),
            isEnrolling: pendingSecret !== undefined,
            recoveryCodesLeft: recoveryCodes?.length ?? 0,
          },
        },
        ...stays,
      };
    },

    async erase({ id }) {
      if (!isUser(id)) return;
      if (await users.exists({ _id: id, state: 'active' })) return;
      await sessions.deleteMany(sessionsOf(id));
      await accountLinks.deleteMany({ userId: id });
      await users.deleteOne({ _id: id, state: trusted({ $ne: 'active' }) });
    },
  };
}
