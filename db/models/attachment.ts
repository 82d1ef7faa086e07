import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { AccountId, AttachmentId } from '../../domain/identifiers.js';
import { schemaOptions } from './schema-options.js';

/** An attachment; its bytes stand in pieces under its identifier. */
export interface AttachmentDocument {
  readonly _id: AttachmentId;
  readonly accountId: AccountId;
  readonly name: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly storedAt: Date;
}

const schema = new Schema<AttachmentDocument>(
  { _id: String, accountId: String, name: String, sizeBytes: Number, mediaType: String, storedAt: Date },
  schemaOptions,
);
schema.index({ storedAt: 1 });

export function attachmentModel(connection: Connection): Model<AttachmentDocument> {
  return connection.model<AttachmentDocument>('Attachment', schema, 'attachments');
}
