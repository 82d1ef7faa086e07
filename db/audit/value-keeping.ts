import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { z } from 'zod';
import type { AuditEntry, AuditRecord, PersonalValue, SealedValue } from '../../domain/audit/entry.js';
import type { AuditEntryId, OrganisationId } from '../../domain/identifiers.js';
import { isDuplicateKey } from '../deadline.js';
import type { AuditValuesDocument } from '../models/audit.js';
import type { PersonKeys } from './person-keys.js';

/** What an entry keeps of somebody, as far as it can still be read. */
export interface OpenedValue extends PersonalValue {
  /** False: the key was destroyed, or the values are gone or were changed. */
  readonly readable: boolean;
}

export interface ValueKeeping {
  /** Seals and stores the values of a record, once; whatever is stored under its identifier already stays. */
  keep(record: AuditRecord): Promise<readonly SealedValue[]>;
  /** The values of these entries, by the entry's identifier. */
  open(entries: readonly AuditEntry[]): Promise<ReadonlyMap<AuditEntryId, readonly OpenedValue[]>>;
  /** As they are stored. */
  stored(ids: readonly AuditEntryId[]): Promise<StoredValues>;
  /** Whose values among these are not opened by their own key, by the entry's identifier. */
  unreadable(
    organisationId: OrganisationId,
    stored: StoredValues,
  ): Promise<ReadonlyMap<AuditEntryId, readonly string[]>>;
}

/** By the entry's identifier. */
export type StoredValues = ReadonlyMap<AuditEntryId, readonly SealedValue[]>;

/** They lie outside the chain, where anybody with access to the database may have changed them. */
const sealedValuesSchema = z.array(
  z.object({ person: z.string(), before: z.string().exactOptional(), after: z.string().exactOptional() }),
);

export function createValueKeeping(values: Model<AuditValuesDocument>, personKeys: PersonKeys): ValueKeeping {
  async function seal({ organisationId, values: wanted }: AuditRecord): Promise<readonly SealedValue[]> {
    const sealed: SealedValue[] = [];
    for (const { person, before, after } of wanted) {
      const sealer = await personKeys.sealerFor(organisationId, person);
      if (sealer === undefined) continue;
      sealed.push({
        person,
        ...(before === undefined ? {} : { before: sealer.seal(JSON.stringify(before)) }),
        ...(after === undefined ? {} : { after: sealer.seal(JSON.stringify(after)) }),
      });
    }
    return sealed;
  }

  async function stored(ids: readonly AuditEntryId[]) {
    const found =
      ids.length === 0
        ? []
        : await values.find({ _id: trusted({ $in: [...ids] }) }).lean<AuditValuesDocument[]>();
    return new Map(
      found.map((document) => [document._id, sealedValuesSchema.safeParse(document.values).data ?? []]),
    );
  }

  return {
    stored,

    async unreadable(organisationId, found) {
      const persons = new Set([...found.values()].flat().map(({ person }) => person));
      const sealerOf = await personKeys.sealersOf([...persons].map((person) => ({ organisationId, person })));
      const isClosed = (value: SealedValue): boolean => {
        const sealer = sealerOf(organisationId, value.person);
        return sealer === undefined || !opened(value, (text) => sealer.unseal(text)).readable;
      };
      return new Map([...found].map(([id, kept]) => [id, kept.filter(isClosed).map(({ person }) => person)]));
    },

    async keep(record) {
      if (record.values.length === 0) return [];
      const sealed = await seal(record);
      if (sealed.length === 0) return [];
      try {
        const { id, organisationId, at } = record;
        const kept: AuditValuesDocument = { _id: id, organisationId, at: new Date(at), values: sealed };
        await values.insertOne(kept);
        return sealed;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      // An earlier try got so far. Sealing again gives other bytes, and the entry may already sign those of then.
      return (await stored([record.id])).get(record.id) ?? [];
    },

    async open(entries) {
      const withValues = entries.filter((entry) => entry.values.length > 0);
      const wanted = withValues.flatMap(({ organisationId, values: digests }) =>
        digests.map(({ person }) => ({ organisationId, person })),
      );
      const sealed = await stored(withValues.map(({ id }) => id));
      const sealerOf = await personKeys.sealersOf(wanted);
      return new Map(
        withValues.map(({ id, organisationId, values: digests }) => [
          id,
          digests.map(({ person }) => {
            const value = sealed.get(id)?.find((each) => each.person === person);
            const sealer = sealerOf(organisationId, person);
            if (value === undefined || sealer === undefined) return { person, readable: false };
            return opened(value, (text) => JSON.parse(sealer.unseal(text)));
          }),
        ]),
      );
    },
  };
}

function opened({ person, before, after }: SealedValue, open: (sealed: string) => unknown): OpenedValue {
  try {
    return {
      person,
      readable: true,
      ...(before === undefined ? {} : { before: open(before) }),
      ...(after === undefined ? {} : { after: open(after) }),
    };
  } catch {
    return { person, readable: false };
  }
}
