import { randomBytes } from 'node:crypto';
import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { OrganisationId } from '../../domain/identifiers.js';
import { isDuplicateKey } from '../deadline.js';
import type { PersonKeyDocument } from '../models/audit.js';
import { createSealer, type Sealer } from '../sealer.js';

type ValueSealer = Pick<Sealer, 'seal' | 'unseal'>;

/**
 * A key for each person of an organisation, under which whatever the audit keeps of them is sealed. Keys are read anew
 * each time: one that has been destroyed is used by nobody any more.
 */
export interface PersonKeys {
  /** Makes the key if there is none yet. Undefined: it was destroyed, and nothing more is kept of this person. */
  sealerFor(organisationId: OrganisationId, person: string): Promise<ValueSealer | undefined>;
  /** Those that exist and can be opened, by person. */
  sealersOf(
    keys: readonly { readonly organisationId: OrganisationId; readonly person: string }[],
  ): Promise<(organisationId: OrganisationId, person: string) => ValueSealer | undefined>;
  /** Whether this person has a key now. */
  has(organisationId: OrganisationId, person: string): Promise<boolean>;
  /** For ever: what was sealed under it can be read by nobody, and no new key is made for this person. */
  destroy(organisationId: OrganisationId, person: string): Promise<void>;
}

const keyBytes = 32;

export function createPersonKeys(keys: Model<PersonKeyDocument>, sealer: Sealer): PersonKeys {
  function open({ sealedKey }: PersonKeyDocument): ValueSealer | undefined {
    if (sealedKey === undefined) return undefined;
    return createSealer(new Uint8Array(Buffer.from(sealer.unseal(sealedKey), 'base64')));
  }

  return {
    async sealerFor(organisationId, person) {
      const _id = documentId(organisationId, person);
      const known = await keys.findOne({ _id }).lean<PersonKeyDocument>();
      if (known) return open(known);
      const made: PersonKeyDocument = {
        _id,
        organisationId,
        person,
        sealedKey: sealer.seal(randomBytes(keyBytes).toString('base64')),
        createdAt: new Date(),
      };
      try {
        await keys.insertOne(made);
        return open(made);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      // Somebody else made it at the same moment.
      const theirs = await keys.findOne({ _id }).lean<PersonKeyDocument>();
      return theirs ? open(theirs) : undefined;
    },

    async sealersOf(wanted) {
      const ids = [
        ...new Set(wanted.map(({ organisationId, person }) => documentId(organisationId, person))),
      ];
      const found = await keys.find({ _id: trusted({ $in: ids }) }).lean<PersonKeyDocument[]>();
      const sealers = new Map(found.map((document) => [document._id, openIfPossible(document)]));
      return (organisationId, person) => sealers.get(documentId(organisationId, person));
    },

    async has(organisationId, person) {
      const known = await keys.findOne({ _id: documentId(organisationId, person) }).lean<PersonKeyDocument>();
      return known?.sealedKey !== undefined;
    },

    async destroy(organisationId, person) {
      const now = new Date();
      await keys.updateOne(
        { _id: documentId(organisationId, person) },
        {
          $set: { destroyedAt: now },
          $unset: { sealedKey: 1 },
          $setOnInsert: { organisationId, person, createdAt: now },
        },
        { upsert: true },
      );
    },
  };

  /** A key under a key of the environment that nobody has any more opens nothing; the entries around it are worth having. */
  function openIfPossible(document: PersonKeyDocument): ValueSealer | undefined {
    try {
      return open(document);
    } catch {
      return undefined;
    }
  }
}

function documentId(organisationId: OrganisationId, person: string): string {
  return `${organisationId}/${person}`;
}
