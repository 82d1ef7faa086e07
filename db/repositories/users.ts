import type { Model } from 'mongoose';
import { conflict } from '../../domain/errors.js';
import { belongsToOrganisation } from '../../domain/access/user-rules.js';
import type { User } from '../../domain/access/user.js';
import { mayTouch, type Scope } from '../../domain/scope.js';
import { behind, order, toPage } from '../cursor.js';
import type { Within } from '../deadline.js';
import type { UserDocument } from '../models/user.js';
import { ownedBy } from '../scope-filter.js';
import type { UserRepository } from '../store.js';

/** A user without anything secret. */
export function toUser(document: UserDocument): User {
  const { _id: id, organisationId, lastSignInAt, email, name, role, language, timeZone, state } = document;
  const { generation, createdAt } = document;
  return {
    id,
    email,
    name,
    role,
    ...(organisationId === undefined ? {} : { organisationId }),
    language,
    timeZone,
    state,
    hasSecondFactor: document.secondFactor !== undefined,
    generation,
    createdAt,
    ...(lastSignInAt === undefined ? {} : { lastSignInAt }),
  };
}

/** The desk's own people belong to no organisation, so no organisation's scope ever finds them. */
function mayHold(scope: Scope, { role, organisationId }: User): boolean {
  if (!belongsToOrganisation(role)) return scope.of === 'desk' && organisationId === undefined;
  return organisationId !== undefined && mayTouch(scope, organisationId);
}

export function createUserRepository(users: Model<UserDocument>, within: Within): UserRepository {
  return {
    create: (scope, user) =>
      within('other', async (maxTimeMS) => {
        if (!mayHold(scope, user)) throw conflict('A user of this role does not belong here.');
        const { id, hasSecondFactor: _none, ...fields } = user;
        const known = { email: user.email, ...ownedBy(scope) };
        if (await users.exists(known).maxTimeMS(maxTimeMS)) {
          throw conflict('Somebody has this e-mail address already.');
        }
        const document: UserDocument = { _id: id, ...fields, updatedAt: user.createdAt };
        await users.insertOne(document);
        return toUser(document);
      }),

    find: (scope, id) =>
      within('other', async (maxTimeMS) => {
        const found = await users
          .findOne({ _id: id, ...ownedBy(scope) }, null, { maxTimeMS })
          .lean<UserDocument>();
        return found ? toUser(found) : undefined;
      }),

    list: (scope, { organisationId, ...page }) =>
      within('other', async (maxTimeMS) => {
        const wanted = organisationId === undefined ? {} : { organisationId };
        const documents = await users
          .find({ $and: [ownedBy(scope), wanted, behind('createdAt', 'oldest-first', page.cursor)] }, null, {
            maxTimeMS,
          })
          .sort(order('createdAt', 'oldest-first'))
          .limit(page.limit + 1)
          .lean<UserDocument[]>();
        return toPage(documents, page, ({ createdAt }) => createdAt, toUser);
      }),

    saveAccess: (scope, id, { role, disabled }) =>
      within('other', async (maxTimeMS) => {
        const own = { _id: id, ...ownedBy(scope) };
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
            { _id: id, ...ownedBy(scope) },
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

    saveProfile: (scope, id, { name, language, timeZone }) =>
      within('other', async (maxTimeMS) => {
        const saved = await users
          .findOneAndUpdate(
            { _id: id, ...ownedBy(scope) },
            { $set: { name, language, timeZone, updatedAt: new Date() } },
            { returnDocument: 'after', maxTimeMS },
          )
          .lean<UserDocument>();
        return saved ? toUser(saved) : undefined;
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
