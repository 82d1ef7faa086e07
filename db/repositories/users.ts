import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { conflict } from '../../domain/errors.js';
import { isOfDesk, userRoles } from '../../domain/access/role.js';
import { belongsTo } from '../../domain/access/user-rules.js';
import type { Belonging, User } from '../../domain/access/user.js';
import { mayTouch, mayTouchAccount, type Scope } from '../../domain/scope.js';
import { behind, order, toPage } from '../cursor.js';
import { isDuplicateKey, type Within } from '../deadline.js';
import type { UserDocument } from '../models/user.js';
import { ownedByAccount, ownedByTenant } from '../scope-filter.js';
import type { UserRepository } from '../store.js';

/** A user without anything secret. */
export function toUser(document: UserDocument): User {
  const { _id: id, lastSignInAt, email, name, role, language, timeZone, state } = document;
  const { supportMails = 'all', generation, createdAt } = document;
  return {
    id,
    email,
    name,
    role,
    ...belongingOf(document),
    language,
    timeZone,
    supportMails,
    state,
    hasSecondFactor: document.secondFactor !== undefined,
    generation,
    createdAt,
    ...(lastSignInAt === undefined ? {} : { lastSignInAt }),
  };
}

function belongingOf({ organisationId, accountId }: UserDocument): Belonging {
  if (accountId !== undefined) return { accountId };
  return organisationId === undefined ? {} : { organisationId };
}

/** The desk's own people belong to nobody else, so no other scope ever finds them. */
function mayHold(scope: Scope, { role, organisationId, accountId }: User): boolean {
  switch (belongsTo(role)) {
    case 'desk':
      return scope.of === 'desk' && organisationId === undefined && accountId === undefined;
    case 'organisation':
      return organisationId !== undefined && mayTouch(scope, organisationId);
    case 'account':
      return accountId !== undefined && mayTouchAccount(scope, accountId);
  }
}

export function createUserRepository(users: Model<UserDocument>, within: Within): UserRepository {
  function findByEmail(scope: Scope, email: string): Promise<User | undefined> {
    return within('other', async (maxTimeMS) => {
      const found = await users
        .findOne({ signInEmail: email.toLowerCase(), ...ownedByTenant(scope) }, null, { maxTimeMS })
        .lean<UserDocument>();
      return found ? toUser(found) : undefined;
    });
  }

  return {
    create: (scope, user) =>
      within('other', async (maxTimeMS) => {
        if (!mayHold(scope, user)) throw conflict('A user of this role does not belong here.');
        const { id, hasSecondFactor: _none, ...fields } = user;
        const known = { email: user.email, ...ownedByTenant(scope) };
        if (await users.exists(known).maxTimeMS(maxTimeMS)) {
          throw conflict('Somebody has this e-mail address already.');
        }
        const document: UserDocument = { _id: id, ...fields, updatedAt: user.createdAt };
        try {
          await users.insertOne(document);
        } catch (error) {
          if (isDuplicateKey(error)) throw conflict('There is such a user already.');
          throw error;
        }
        return toUser(document);
      }),

    find: (scope, id) =>
      within('other', async (maxTimeMS) => {
        const found = await users
          .findOne({ _id: id, ...ownedByTenant(scope) }, null, { maxTimeMS })
          .lean<UserDocument>();
        return found ? toUser(found) : undefined;
      }),

    list: (scope, { organisationId, accountId, ...page }) =>
      within('other', async (maxTimeMS) => {
        const wanted = {
          ...(organisationId === undefined ? {} : { organisationId }),
          ...(accountId === undefined ? {} : { accountId }),
        };
        const documents = await users
          .find(
            { $and: [ownedByTenant(scope), wanted, behind('createdAt', 'oldest-first', page.cursor)] },
            null,
            {
              maxTimeMS,
            },
          )
          .sort(order('createdAt', 'oldest-first'))
          .limit(page.limit + 1)
          .lean<UserDocument[]>();
        return toPage(documents, page, ({ createdAt }) => createdAt, toUser);
      }),

    activeOfAccount: (scope, accountId) =>
      within('other', async (maxTimeMS) => {
        const documents = await users
          .find({ $and: [{ accountId, state: 'active' }, ownedByAccount(scope)] }, null, { maxTimeMS })
          .sort(order('createdAt', 'oldest-first'))
          .lean<UserDocument[]>();
        return documents.map(toUser);
      }),

    activeOfDesk: (scope) =>
      within('other', async (maxTimeMS) => {
        if (scope.of !== 'desk') return [];
        const documents = await users
          .find({ role: trusted({ $in: userRoles.filter(isOfDesk) }), state: 'active' }, null, { maxTimeMS })
          .sort(order('createdAt', 'oldest-first'))
          .lean<UserDocument[]>();
        return documents.map(toUser);
      }),

    findByEmail,

    async findActiveByEmail(scope, email) {
      const found = await findByEmail(scope, email);
      return found?.state === 'active' ? found : undefined;
    },

    saveAccess: (scope, id, { role, disabled }) =>
      within('other', async (maxTimeMS) => {
        const own = { _id: id, ...ownedByTenant(scope) };
        const current = await users.findOne(own, null, { maxTimeMS }).lean<UserDocument>();
        if (!current) return undefined;
        const enabled = current.signInEmail === undefined ? 'invited' : 'active';
        const saved = await users
          .findOneAndUpdate(
            { ...own, state: current.state },
            {
              $set: { role, state: disabled ? 'disabled' : enabled, updatedAt: new Date() },
              $inc: { generation: 1 },
            },
            { returnDocument: 'after', maxTimeMS },
          )
          .lean<UserDocument>();
        if (!saved) throw conflict('The user was changed in the meantime; please read them again.');
        return toUser(saved);
      }),

    removeSecondFactor: (scope, id) =>
      within('other', async (maxTimeMS) => {
        const saved = await users
          .findOneAndUpdate(
            { _id: id, ...ownedByTenant(scope) },
            {
              $set: { updatedAt: new Date() },
              $unset: { secondFactor: 1, pendingSecret: 1, recoveryCodes: 1 },
              $inc: { generation: 1 },
            },
            { returnDocument: 'after', maxTimeMS },
          )
          .lean<UserDocument>();
        return saved ? toUser(saved) : undefined;
      }),

    saveProfile: (scope, id, { name, language, timeZone, supportMails }) =>
      within('other', async (maxTimeMS) => {
        const saved = await users
          .findOneAndUpdate(
            { _id: id, ...ownedByTenant(scope) },
            {
              $set: {
                name,
                language,
                timeZone,
                ...(supportMails === undefined ? {} : { supportMails }),
                updatedAt: new Date(),
              },
            },
            { returnDocument: 'after', maxTimeMS },
          )
          .lean<UserDocument>();
        return saved ? toUser(saved) : undefined;
      }),

    endSessionsOfAccount: (scope, accountId) =>
      within('other', async () => {
        await users.updateMany({ $and: [{ accountId }, ownedByAccount(scope)] }, { $inc: { generation: 1 } });
      }),

    nameOf: (id) =>
      within('dial', async (maxTimeMS) => {
        const found = await users
          .findOne({ _id: id }, { name: 1 }, { maxTimeMS })
          .lean<Pick<UserDocument, 'name'>>();
        return found?.name;
      }),
  };
}
