import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { OrganisationId, TravellerId } from '../../domain/identifiers.js';
import type { Language } from '../../domain/language.js';
import { schemaOptions } from './schema-options.js';

export interface TravellerDocument {
  readonly _id: TravellerId;
  readonly organisationId: OrganisationId;
  readonly name: string;
  readonly phones: readonly string[];
  readonly email?: string;
  readonly language?: Language;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const schema = new Schema<TravellerDocument>(
  {
    _id: String,
    organisationId: String,
    name: String,
    phones: [String],
    email: String,
    language: String,
    createdAt: Date,
    updatedAt: Date,
  },
  schemaOptions,
);
schema.index({ phones: 1 });
schema.index({ organisationId: 1, createdAt: 1, _id: 1 });
schema.index({ createdAt: 1, _id: 1 });
schema.index({ updatedAt: 1, _id: 1 });

export function travellerModel(connection: Connection): Model<TravellerDocument> {
  return connection.model<TravellerDocument>('Traveller', schema, 'travellers');
}
