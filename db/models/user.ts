import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { UserRole } from '../../domain/access/role.js';
import type { SupportMails, UserState } from '../../domain/access/user.js';
import type { AccountId, OrganisationId, UserId } from '../../domain/identifiers.js';
import type { Language } from '../../domain/language.js';
import { schemaOptions, subdocumentOptions } from './schema-options.js';

export interface SecondFactorDocument {
  readonly sealedSecret: string;
  /** The last time step whose code was accepted: none is accepted twice (RFC 6238, 5.2). */
  readonly lastStep: number;
  readonly enrolledAt: Date;
}

export interface UserDocument {
  readonly _id: UserId;
  readonly organisationId?: OrganisationId;
  /** Never beside an organisation. */
  readonly accountId?: AccountId;
  readonly email: string;
  /** The same, from the first sign-in on: unique, so that an address signs in one user. */
  readonly signInEmail?: string;
  readonly name: string;
  readonly role: UserRole;
  readonly language: Language;
  readonly timeZone: string;
  /** Absent: all. */
  readonly supportMails?: SupportMails;
  readonly state: UserState;
  readonly generation: number;
  readonly passwordHash?: string;
  /** Issuer and subject of the identity provider, in one text: unique. */
  readonly identity?: string;
  readonly secondFactor?: SecondFactorDocument;
  /** A secret that was shown and not confirmed yet. */
  readonly pendingSecret?: string;
  /** SHA-256 of the recovery codes that are left, hex. */
  readonly recoveryCodes?: readonly string[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly lastSignInAt?: Date;
}

const schema = new Schema<UserDocument>(
  {
    _id: String,
    organisationId: String,
    accountId: String,
    email: String,
    signInEmail: String,
    name: String,
    role: String,
    language: String,
    timeZone: String,
    supportMails: String,
    state: String,
    generation: Number,
    passwordHash: String,
    identity: String,
    secondFactor: new Schema<SecondFactorDocument>(
      { sealedSecret: String, lastStep: Number, enrolledAt: Date },
      subdocumentOptions,
    ),
    pendingSecret: String,
    recoveryCodes: Schema.Types.Mixed,
    createdAt: Date,
    updatedAt: Date,
    lastSignInAt: Date,
  },
  schemaOptions,
);
schema.index({ signInEmail: 1 }, { unique: true, sparse: true });
schema.index({ identity: 1 }, { unique: true, sparse: true });
schema.index({ email: 1 });
schema.index({ organisationId: 1, createdAt: 1, _id: 1 });
schema.index({ accountId: 1, createdAt: 1, _id: 1 });
// The desk's people, of whom there are few among all users.
schema.index({ role: 1, createdAt: 1, _id: 1 });
schema.index({ createdAt: 1, _id: 1 });

export function userModel(connection: Connection): Model<UserDocument> {
  return connection.model<UserDocument>('User', schema, 'users');
}
