import { trusted } from 'mongoose';
import { attachmentIdSchema, deskOrganisationId, type AttachmentId } from '../../domain/identifiers.js';
import type { RetainedItem } from '../../domain/retention/legal-hold.js';
import type { AttachmentDocument } from '../models/attachment.js';
import type { Models } from '../models/models.js';
import type { StoredBytes } from '../stored-bytes.js';
import { batchesOf } from './batches.js';
import { filesNamedAmong } from './named-files.js';
import type { RetentionClass } from './retention-class.js';

type RetainedFile = Pick<AttachmentDocument, '_id' | 'storedAt' | 'sizeBytes'>;

/**
 * Files that somebody has stored for a support case, and that no message names: their period begins when they were stored. Files
 * that are named go with the case of their message.
 */
export function retainedLooseFiles(
  { attachments, support }: Pick<Models, 'attachments' | 'support'>,
  storedBytes: StoredBytes,
): RetentionClass {
  async function found(ids: readonly string[]): Promise<readonly RetainedFile[]> {
    const wanted = ids.map((id) => attachmentIdSchema.parse(id));
    if (wanted.length === 0) return [];
    const [files, named] = await Promise.all([
      attachments
        .find({ _id: trusted({ $in: wanted }) }, { storedAt: 1, sizeBytes: 1 })
        .lean<RetainedFile[]>(),
      filesNamedAmong(support.messages, wanted),
    ]);
    return files.filter(({ _id }) => !named.has(_id));
  }

  return {
    dataClass: 'support-cases',
    collections: ['stored_chunks', 'attachments'],

    async *begunBefore(organisationId, moment, batchSize) {
      if (organisationId !== deskOrganisationId) return;
      yield* batchesOf(attachments.find({ storedAt: trusted({ $lt: moment }) }, { _id: 1 }), batchSize);
    },

    async read(ids) {
      return (await found(ids)).map(({ _id: id, storedAt }): RetainedItem => ({
        id,
        dataClass: 'support-cases',
        begunAt: storedAt.getTime(),
        endOfUse: storedAt.getTime(),
        persons: [],
      }));
    },

    workflowOf: () => undefined,

    async prepare(ids) {
      const going = (await found(ids)).map(({ _id }) => _id);
      return { calls: [], texts: [], erase: () => erase(going) };
    },
  };

  async function erase(going: readonly AttachmentId[]): Promise<readonly string[]> {
    // A message may have been written meanwhile.
    const loose = await found(going);
    for (const { _id, sizeBytes } of loose) {
      // The document at last: by it somebody finds what is left of the bytes.
      await storedBytes.remove(_id, sizeBytes);
      await attachments.deleteOne({ _id });
    }
    const gone = new Set<string>(loose.map(({ _id }) => _id));
    return going.filter((id) => !gone.has(id));
  }
}
