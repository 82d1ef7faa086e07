import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { conflict } from '../../domain/errors.js';
import type { Within } from '../deadline.js';
import { isDuplicateKey } from '../deadline.js';
import type { PartnerAccountDocument } from '../models/partner-account.js';
import type { UserDocument } from '../models/user.js';
import type { CredentialRepository, Credentials } from '../store.js';
import { toUser } from './users.js';

function toCredentials(document: UserDocument): Credentials {
  const { passwordHash, secondFactor, pendingSecret, recoveryCodes } = document;
  return {
    user: toUser(document),
    ...(passwordHash === undefined ? {} : { passwordHash }),
    ...(secondFactor === undefined
      ? {}
      : { secondFactor: { sealedSecret: secondFactor.sealedSecret, lastStep: secondFactor.lastStep } }),
    ...(pendingSecret === undefined ? {} : { pendingSecret }),
    recoveryCodesLeft: recoveryCodes?.length ?? 0,
  };
}

/** Looked at together with the user each time, so that nobody of a suspended account slips in, whoever is how late. */
export function createCredentialRepository(
  users: Model<UserDocument>,
  accounts: Model<PartnerAccountDocument>,
  within: Within,
): CredentialRepository {
  async function asItCounts(document: UserDocument, maxTimeMS: number): Promise<UserDocument> {
    const { accountId } = document;
    if (accountId === undefined) return document;
    const isActive = await accounts.exists({ _id: accountId, state: 'active' }).maxTimeMS(maxTimeMS);
    return isActive ? document : { ...document, state: 'disabled' };
  }

  const findOne = (filter: Readonly<Record<string, string>>) =>
    within('other', async (maxTimeMS) => {
      const found = await users.findOne(filter, null, { maxTimeMS }).lean<UserDocument>();
      return found ? toCredentials(await asItCounts(found, maxTimeMS)) : undefined;
    });

  return {
    find: (id) => findOne({ _id: id }),
    findByEmail: (email) => findOne({ signInEmail: email }),
    findByIdentity: (identity) => findOne({ identity }),

    invited: (email) =>
      within('other', async (maxTimeMS) => {
        const found = await users
          .find({ email, state: 'invited' }, null, { maxTimeMS })
          .lean<UserDocument[]>();
        const counting = await Promise.all(found.map((each) => asItCounts(each, maxTimeMS)));
        return counting.filter(({ state }) => state === 'invited').map(toUser);
      }),

    activate: (id, proof, profile = {}) =>
      within('other', async (maxTimeMS) => {
        const invited = await users
          .findOne({ _id: id, state: 'invited' }, null, { maxTimeMS })
          .lean<UserDocument>();
        if (!invited || (await asItCounts(invited, maxTimeMS)).state !== 'invited') return undefined;
        try {
          const saved = await users
            .findOneAndUpdate(
              { _id: id, state: 'invited' },
              {
                $set: {
                  ...proof,
                  ...profile,
                  state: 'active',
                  signInEmail: invited.email,
                  updatedAt: new Date(),
                },
                $inc: { generation: 1 },
              },
              { returnDocument: 'after', maxTimeMS },
            )
            .lean<UserDocument>();
          return saved ? toUser(saved) : undefined;
        } catch (error) {
          if (isDuplicateKey(error)) throw conflict('This e-mail address signs in somebody else already.');
          throw error;
        }
      }),

    setPassword: (id, passwordHash) =>
      within('other', async (maxTimeMS) => {
        const saved = await users
          .findOneAndUpdate(
            { _id: id, state: 'active', passwordHash: trusted({ $exists: true }) },
            { $set: { passwordHash, updatedAt: new Date() }, $inc: { generation: 1 } },
            { returnDocument: 'after', maxTimeMS },
          )
          .lean<UserDocument>();
        return saved ? toUser(saved) : undefined;
      }),

    renewHash: (id, passwordHash) =>
      within('other', async () => {
        await users.updateOne({ _id: id }, { $set: { passwordHash } });
      }),

    beginEnrolment: (id, sealedSecret) =>
      within('other', async () => {
        await users.updateOne({ _id: id }, { $set: { pendingSecret: sealedSecret } });
      }),

    completeEnrolment: (id, { sealedSecret, step, recoveryCodes }) =>
      within('other', async () => {
        const secondFactor = { sealedSecret, lastStep: step, enrolledAt: new Date() };
        const { modifiedCount } = await users.updateOne(
          { _id: id, pendingSecret: sealedSecret },
          { $set: { secondFactor, recoveryCodes }, $unset: { pendingSecret: 1 }, $inc: { generation: 1 } },
        );
        return modifiedCount === 1;
      }),

    acceptStep: (id, step) =>
      within('other', async () => {
        const { modifiedCount } = await users.updateOne(
          { _id: id, 'secondFactor.lastStep': trusted({ $lt: step }) },
          { $set: { 'secondFactor.lastStep': step } },
        );
        return modifiedCount === 1;
      }),

    useRecoveryCode: (id, hash) =>
      within('other', async () => {
        const { modifiedCount } = await users.updateOne(
          { _id: id, recoveryCodes: hash },
          { $pull: { recoveryCodes: hash } },
        );
        return modifiedCount === 1;
      }),

    replaceRecoveryCodes: (id, hashes) =>
      within('other', async () => {
        await users.updateOne({ _id: id }, { $set: { recoveryCodes: [...hashes] } });
      }),

    noteSignIn: (id, at) =>
      within('other', async () => {
        await users.updateOne({ _id: id }, { $set: { lastSignInAt: at } });
      }),
  };
}
