import { createHash } from 'node:crypto';
import { trusted } from 'mongoose';
import { deskOrganisationId, type OrganisationId } from '../../domain/identifiers.js';
import type { PersonTraces } from '../../domain/persons/person.js';
import type { Holding } from '../../domain/retention/legal-hold.js';
import { deskScope } from '../../domain/scope.js';
import type { AuditFilter, AuditRepository } from '../audit/audit-repository.js';
import type { Models } from '../models/models.js';
import type { KeysNeeded } from './keys-needed.js';
import { notTheirsAlone, staying, type PersonRecord, type PersonRoom } from './person-room.js';

const pageSize = 200;
/** As entries name legal holds: by the subject of the ability. */
const holdKind = 'legal-hold';

/**
 * Audit entries about somebody, and by them, with the values that their key opens. Erasing destroys the key for ever; the desk, which
 * answers for people who work for all organisations, destroys the keys of its own people in each of them, as far as the holds there
 * let it. Entries stay, since the chain would break without them; they hold identifiers and digests. As long as a case needs the
 * person, their own organisation's key stays: what happens in that case from now on is kept under it.
 */
export function auditRoom(
  { audit: models }: Pick<Models, 'audit'>,
  audit: Pick<AuditRepository, 'list' | 'destroyKey'>,
  whyKeyStays: KeysNeeded,
): PersonRoom {
  async function keysOf(person: PersonTraces): Promise<readonly OrganisationId[]> {
    const keys = await models.personKeys
      .find(
        { person: person.id, ...chainsOf(person), sealedKey: trusted({ $exists: true }) },
        { organisationId: 1 },
      )
      .lean();
    return keys.map(({ organisationId }) => organisationId);
  }

  async function* entries(filter: AuditFilter) {
    let cursor: string | undefined;
    do {
      const next = cursor === undefined ? {} : { cursor };
      const page = await audit.list(deskScope, { ...filter, limit: pageSize, ...next });
      yield* page.items;
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }

  /** Asks once for each chain, and not at all where nobody wants to know. */
  function reasonsFor(person: PersonTraces, holds: readonly Holding[] | undefined) {
    if (holds === undefined) return () => Promise.resolve(staying(undefined));
    const known = new Map<OrganisationId, Pick<PersonRecord, 'stays'>>();
    return async (owner: OrganisationId): Promise<Pick<PersonRecord, 'stays'>> => {
      const found = known.get(owner);
      if (found !== undefined) return found;
      const reason = staying(await whyKeyStays(owner, person, holds));
      known.set(owner, reason);
      return reason;
    };
  }

  return {
    collections: ['audit_entries', 'audit_values', 'person_keys'],

    async *collect(person, holds) {
      const { id } = person;
      const reasonIn = reasonsFor(person, holds);
      const met = new Set<string>();
      for (const filter of [{ person: id }, { actor: id }]) {
        for await (const entry of entries({ ...filter, ...chainsOf(person) })) {
          if (met.has(entry.id)) continue;
          met.add(entry.id);
          const { organisationId, at, by, role, from, stage, action, result, what } = entry;
          const isTheirDeed = 'actor' in filter;
          // Who asked for a hold is told nobody but its organisation.
          const actor = isTheirDeed || what.kind !== holdKind ? { by, role } : {};
          const data = { at, ...actor, stage, action, result, what, ...(isTheirDeed ? { from } : {}) };
          yield { collection: 'audit_entries', id: entry.id, data, stays: notTheirsAlone };
          for (const value of entry.values) {
            if (value.person !== id || !value.readable) continue;
            const { before, after } = value;
            yield {
              collection: 'audit_values',
              id: entry.id,
              data: { before, after },
              ...(await reasonIn(organisationId)),
            };
          }
        }
      }
      for (const organisationId of await keysOf(person)) {
        yield {
          collection: 'person_keys',
          id: `${organisationId}/${id}`,
          data: { organisationId },
          ...(await reasonIn(organisationId)),
        };
      }
    },

    async erase(person, holds) {
      const { id } = person;
      for (const organisationId of await keysOf(person)) {
        if ((await whyKeyStays(organisationId, person, holds)) !== undefined) continue;
        await audit.destroyKey(deskScope, {
          id: `aud_${createHash('sha256').update(`erasure/${organisationId}/${id}`).digest('hex').slice(0, 32)}`,
          organisationId,
          at: Date.now(),
          by: { by: 'rule' },
          from: {},
          person: id,
        });
      }
    },
  };
}

/**
 * The chains that tell of somebody: those of all organisations for the desk's own people, who work for all of them, and else the
 * organisation's own. A user or applicant whose document is gone may have been somebody else's.
 */
function chainsOf({ organisationId, isOwnPerson }: PersonTraces): {
  readonly organisationId?: OrganisationId;
} {
  return organisationId === deskOrganisationId && isOwnPerson === true ? {} : { organisationId };
}
