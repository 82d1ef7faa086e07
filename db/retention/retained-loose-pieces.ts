import { trusted } from 'mongoose';
import { attachmentIdSchema, deskOrganisationId, receivedMailIdSchema } from '../../domain/identifiers.js';
import type { DataClass } from '../../domain/retention/data-class.js';
import type { RetainedItem } from '../../domain/retention/legal-hold.js';
import type { Models } from '../models/models.js';
import type { StoredChunkDocument } from '../models/stored-chunk.js';
import { batchesOf } from './batches.js';
import type { RetentionClass } from './retention-class.js';

type PieceStanding = Pick<StoredChunkDocument, '_id' | 'storedAt'>;

/** What pieces can be of, by the class that it belongs to. */
export type OwnerOfPieces = 'attachments' | 'receivedMails';

const classOf: Readonly<Record<OwnerOfPieces, DataClass>> = {
  attachments: 'support-cases',
  receivedMails: 'mail-originals',
};

/**
 * Pieces of files or mails without the document that comes behind them, since whoever stored them has died in between. Nothing
 * else finds them. Each is an item of its own, by its name, whose period begins when it was stored.
 */
export function retainedLoosePieces(
  owner: OwnerOfPieces,
  models: Pick<Models, 'storedChunks' | OwnerOfPieces>,
): RetentionClass {
  const { storedChunks: chunks } = models;
  const dataClass = classOf[owner];

  /** Those of the owners that there are. */
  async function present(owners: readonly string[]): Promise<ReadonlySet<string>> {
    const found =
      owner === 'attachments'
        ? await models.attachments
            .find({ _id: trusted({ $in: owners.map((id) => attachmentIdSchema.parse(id)) }) }, { _id: 1 })
            .lean<{ readonly _id: string }[]>()
        : await models.receivedMails
            .find({ _id: trusted({ $in: owners.map((id) => receivedMailIdSchema.parse(id)) }) }, { _id: 1 })
            .lean<{ readonly _id: string }[]>();
    return new Set(found.map(({ _id }) => _id));
  }

  async function loose(names: readonly string[]): Promise<readonly PieceStanding[]> {
    if (names.length === 0) return [];
    const pieces = await chunks
      .find({ _id: trusted({ $in: [...names] }) }, { storedAt: 1 })
      .lean<PieceStanding[]>();
    const owners = await present([...new Set(pieces.map(({ _id }) => ownerOf(_id)))]);
    return pieces.filter(({ _id }) => !owners.has(ownerOf(_id)));
  }

  return {
    dataClass,
    collections: ['stored_chunks'],

    async *begunBefore(organisationId, moment, batchSize) {
      if (organisationId !== deskOrganisationId) return;
      const old = chunks.find({ storedAt: trusted({ $lt: moment }) }, { _id: 1 });
      // Nearly all of them belong to something, which is looked at by itself.
      for await (const names of batchesOf(old, batchSize)) {
        const found = await loose(names.filter((name) => ownerOfPiece(name) === owner));
        if (found.length > 0) yield found.map(({ _id }) => _id);
      }
    },

    async read(names) {
      return (await loose(names)).map(({ _id: id, storedAt }): RetainedItem => ({
        ...{ id, dataClass, persons: [] },
        begunAt: storedAt.getTime(),
        endOfUse: storedAt.getTime(),
      }));
    },

    workflowOf: () => undefined,

    async prepare(names) {
      const going = await loose(names);
      return { calls: [], texts: [], erase: () => erase(going) };
    },
  };

  async function erase(going: readonly PieceStanding[]): Promise<readonly string[]> {
    const kept: string[] = [];
    for (const { _id, storedAt } of going) {
      // Whoever stores the same once more says so before the document is there.
      await chunks.deleteOne({ _id, storedAt });
      if ((await chunks.findOne({ _id }, { _id: 1 }).lean()) !== null) kept.push(_id);
    }
    return kept;
  }
}

/** What a piece is of, by its name; undefined: this is not the name of a piece. */
export function ownerOfPiece(name: string): OwnerOfPieces | undefined {
  if (!name.includes(':')) return undefined;
  const id = ownerOf(name);
  if (attachmentIdSchema.safeParse(id).success) return 'attachments';
  return receivedMailIdSchema.safeParse(id).success ? 'receivedMails' : undefined;
}

function ownerOf(name: string): string {
  return name.slice(0, name.lastIndexOf(':'));
}
