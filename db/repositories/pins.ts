import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { noPinAttempts } from '../../domain/organisation/pin-attempts.js';
import { mayTouch } from '../../domain/scope.js';
import type { Within } from '../deadline.js';
import type { PinDocument } from '../models/pin.js';
import { assertMayTouch } from '../scope-filter.js';
import type { PinOwner, PinRepository } from '../store.js';

function idOf({ organisationId, contactId }: PinOwner): PinDocument['_id'] {
  return `${organisationId}:${contactId}`;
}

export function createPinRepository(pins: Model<PinDocument>, within: Within): PinRepository {
  return {
    save: (scope, owner, hash, setAt) =>
      within('other', async () => {
        assertMayTouch(scope, owner.organisationId);
        await pins.updateOne(
          { _id: idOf(owner) },
          { $set: { ...owner, hash, attempts: noPinAttempts, setAt }, $inc: { version: 1 } },
          { upsert: true },
        );
      }),

    remove: (scope, owner) =>
      within('other', async () => {
        if (!mayTouch(scope, owner.organisationId)) return false;
        const { deletedCount } = await pins.deleteOne({ _id: idOf(owner) });
        return deletedCount === 1;
      }),

    removeAllBut: (scope, organisationId, contactIds) =>
      within('other', async () => {
        assertMayTouch(scope, organisationId);
        await pins.deleteMany({ organisationId, contactId: trusted({ $nin: [...contactIds] }) });
      }),

    ownersIn: (scope, organisationId) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, organisationId)) return new Set();
        const found = await pins
          .find({ organisationId }, { contactId: 1 }, { maxTimeMS })
          .lean<Pick<PinDocument, 'contactId'>[]>();
        return new Set(found.map(({ contactId }) => contactId));
      }),

    find: (scope, owner) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, owner.organisationId)) return undefined;
        const found = await pins.findOne({ _id: idOf(owner) }, null, { maxTimeMS }).lean<PinDocument>();
        return found ? { hash: found.hash, attempts: found.attempts, version: found.version } : undefined;
      }),

    count: (scope, owner, ifVersion, attempts) =>
      within('other', async () => {
        if (!mayTouch(scope, owner.organisationId)) return false;
        const { matchedCount } = await pins.updateOne(
          { _id: idOf(owner), version: ifVersion },
          { $set: { attempts }, $inc: { version: 1 } },
        );
        return matchedCount === 1;
      }),

    forgetTries: (scope, owner, ifHash) =>
      within('other', async () => {
        if (!mayTouch(scope, owner.organisationId)) return;
        await pins.updateOne(
          { _id: idOf(owner), hash: ifHash },
          { $set: { attempts: noPinAttempts }, $inc: { version: 1 } },
        );
      }),
  };
}
