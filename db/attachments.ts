import type { Model } from 'mongoose';
import type { AttachmentId } from '../domain/identifiers.js';
import type { Scope } from '../domain/scope.js';
import type { AttachmentStore, StoredAttachment } from './attachment-store.js';
import type { Within } from './deadline.js';
import { keepOnce } from './keep-once.js';
import type { AttachmentDocument } from './models/attachment.js';
import { assertMayTouchAccount, ownedByAccount } from './scope-filter.js';
import type { StoredBytes } from './stored-bytes.js';

function toAttachment({ _id: id, ...attachment }: AttachmentDocument): StoredAttachment {
  return { id, ...attachment };
}

/** Attachments in MongoDB: the bytes first, so that what is found can be read. */
export function createAttachmentStore(
  attachments: Model<AttachmentDocument>,
  storedBytes: StoredBytes,
  within: Within,
): AttachmentStore {
  function find(scope: Scope, id: AttachmentId): Promise<StoredAttachment | undefined> {
    return within('other', async (maxTimeMS) => {
      const found = await attachments
        .findOne({ _id: id, ...ownedByAccount(scope) }, null, { maxTimeMS })
        .lean<AttachmentDocument>();
      return found ? toAttachment(found) : undefined;
    });
  }

  return {
    async put(scope, { id, ...attachment }, bytes) {
      assertMayTouchAccount(scope, attachment.accountId);
      await storedBytes.put(id, bytes);
      await within('other', () => keepOnce(() => attachments.insertOne({ _id: id, ...attachment })));
    },

    find,

    async read(scope, id) {
      const attachment = await find(scope, id);
      if (attachment === undefined) return undefined;
      return { attachment, bytes: await storedBytes.read(id, attachment.sizeBytes) };
    },
  };
}
