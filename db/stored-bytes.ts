import type { Model } from 'mongoose';
import { DomainError } from '../domain/errors.js';
import type { Within } from './deadline.js';
import { keepOnce } from './keep-once.js';
import type { StoredChunkDocument } from './models/stored-chunk.js';

/** Keeps what is too large for a document, in pieces. */
export interface StoredBytes {
  /** All of it is stored when it resolves. The same key always has the same bytes, so twice changes nothing. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** @throws DomainError `not-found` when a piece is missing. */
  read(key: string, sizeBytes: number): Promise<Uint8Array>;
  remove(key: string, sizeBytes: number): Promise<void>;
}

/** A document of MongoDB has 16 MB at the most; a piece fits into the time that one operation has. */
const chunkBytes = 1024 * 1024;

/**
 * Pieces under names of their own rather than GridFS: each is read and written by its `_id`, which every server has an
 * index for, within the time limit of one operation; and nothing is to be asked or made before the first one (ADR 22).
 */
export function createStoredBytes(
  chunks: Model<StoredChunkDocument>,
  within: Within,
  now: () => Date = () => new Date(),
): StoredBytes {
  async function putChunk(_id: string, bytes: Uint8Array): Promise<void> {
    await within('other', () =>
      keepOnce(() =>
        // What is there already is young again: so nobody takes it for what was left behind.
        chunks.updateOne(
          { _id },
          {
            $setOnInsert: { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) },
            $set: { storedAt: now() },
          },
          { upsert: true },
        ),
      ),
    );
  }

  async function readChunk(_id: string): Promise<Uint8Array> {
    return within('other', async (maxTimeMS) => {
      const found = await chunks
        .findOne({ _id }, null, { maxTimeMS, promoteBuffers: true })
        .lean<StoredChunkDocument>();
      if (!found) throw new DomainError('not-found', 'A piece of what was stored is missing.');
      return found.bytes;
    });
  }

  return {
    async put(key, bytes) {
      for (const { name, start } of placesOf(key, bytes.length)) {
        await putChunk(name, bytes.subarray(start, start + chunkBytes));
      }
    },

    async read(key, sizeBytes) {
      const whole = new Uint8Array(sizeBytes);
      for (const { name, start } of placesOf(key, sizeBytes)) whole.set(await readChunk(name), start);
      return whole;
    },

    async remove(key, sizeBytes) {
      for (const { name } of placesOf(key, sizeBytes)) {
        await within('other', () => chunks.deleteOne({ _id: name }));
      }
    },
  };
}

function placesOf(
  key: string,
  sizeBytes: number,
): readonly { readonly name: string; readonly start: number }[] {
  return Array.from({ length: Math.ceil(sizeBytes / chunkBytes) }, (_, index) => ({
    name: `${key}:${index}`,
    start: index * chunkBytes,
  }));
}
