import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { mayTouch } from '../../domain/scope.js';
import type { Within } from '../deadline.js';
import type { PinInvitationDocument } from '../models/pin-invitation.js';
import { assertMayTouch } from '../scope-filter.js';
import type { PinInvitationRepository, PinOwner } from '../store.js';

export function createPinInvitationRepository(
  invitations: Model<PinInvitationDocument>,
  within: Within,
): PinInvitationRepository {
  const still = (hash: string, now: Date) => ({ hash, expiresAt: trusted({ $gt: now }) });
  return {
    put: (scope, owner, { hash, expiresAt }) =>
      within('other', async () => {
        assertMayTouch(scope, owner.organisationId);
        await invitations.updateOne(
          { _id: idOf(owner) },
          { $set: { ...owner, hash, expiresAt } },
          { upsert: true },
        );
      }),

    remove: (scope, owner) =>
      within('other', async () => {
        if (mayTouch(scope, owner.organisationId)) await invitations.deleteOne({ _id: idOf(owner) });
      }),

    find: (hash, now) =>
      within('other', async (maxTimeMS) =>
        ownerIn(
          await invitations.findOne(still(hash, now), null, { maxTimeMS }).lean<PinInvitationDocument>(),
        ),
      ),

    take: (hash, now) =>
      within('other', async (maxTimeMS) =>
        ownerIn(
          await invitations.findOneAndDelete(still(hash, now), { maxTimeMS }).lean<PinInvitationDocument>(),
        ),
      ),
  };
}

function idOf({ organisationId, contactId }: PinOwner): PinInvitationDocument['_id'] {
  return `${organisationId}:${contactId}`;
}

function ownerIn(found: PinInvitationDocument | null): PinOwner | undefined {
  return found ? { organisationId: found.organisationId, contactId: found.contactId } : undefined;
}
