import type { Store } from '../../db/store.js';
import { notFound } from '../../domain/errors.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import { personRoomNames } from '../../domain/persons/person-room-names.js';
import type { PersonId, PersonTraces } from '../../domain/persons/person.js';
import type { Scope } from '../../domain/scope.js';
import { exportedValue, filesOf, type ExportedFile, type ExportedValue } from './exported-data.js';

/** Something that is stored about a person. */
export interface ExportedRecord {
  readonly collection: string;
  readonly id: string;
  readonly data: ExportedValue;
  readonly files: readonly ExportedFile[];
}

/** Everything that is stored about a person, read while it is written out. */
export interface PersonExport {
  readonly person: PersonTraces;
  /** Epoch milliseconds. */
  readonly exportedAt: number;
  readonly records: () => AsyncIterable<ExportedRecord>;
}

export interface PersonExporting {
  /** @throws DomainError `not-found` for somebody whom nobody knows there, or who is not theirs to see. */
  begin(scope: Scope, organisationId: OrganisationId, id: PersonId): Promise<PersonExport>;
}

export function createPersonExporting({
  store,
  publicUrl,
  now,
}: {
  readonly store: Pick<Store, 'persons' | 'personRooms'>;
  readonly publicUrl: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): PersonExporting {
  async function* recordsOf(person: PersonTraces): AsyncGenerator<ExportedRecord> {
    for (const name of personRoomNames) {
      for await (const { collection, id, data } of store.personRooms[name].collect(person)) {
        const files = filesOf({ collection, id, data }, publicUrl);
        yield { collection, id, data: exportedValue(data) ?? null, files };
      }
    }
  }

  return {
    async begin(scope, organisationId, id) {
      const person = await store.persons.find(scope, organisationId, id);
      if (person === undefined) throw notFound('person');
      return { person, exportedAt: now(), records: () => recordsOf(person) };
    },
  };
}
