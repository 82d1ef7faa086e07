import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOptions } from './schema-options.js';

/** A piece of something that is kept as its bytes; its place stands in its identifier. */
export interface StoredChunkDocument {
  /** `<what it is a piece of>:<its number, from 0>` */
  readonly _id: string;
  readonly bytes: Uint8Array;
  /** When somebody stored it, or the same once more, for the last time. */
  readonly storedAt: Date;
}

const schema = new Schema<StoredChunkDocument>({ _id: String, bytes: Buffer, storedAt: Date }, schemaOptions);
schema.index({ storedAt: 1 });

export function storedChunkModel(connection: Connection): Model<StoredChunkDocument> {
  return connection.model<StoredChunkDocument>('StoredChunk', schema, 'stored_chunks');
}
