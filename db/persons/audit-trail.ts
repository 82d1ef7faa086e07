import { createHash } from 'node:crypto';
import { deskOrganisationId, type OrganisationId } from '../../domain/identifiers.js';
import { isContact, type PersonTraces } from '../../domain/persons/person.js';
import type { Holding } from '../../domain/retention/legal-hold.js';
import { deskScope } from '../../domain/scope.js';
import type { AuditFilter, AuditRepository } from '../audit/audit-repository.js';
import type { Models } from '../models/models.js';
import type { CasesNeeding } from './cases-needing.js';
import { notTheirsAlone, type KeptBecause, type PersonRoom } from './person-room.js';

const pageSize = 200;

/**
 * Audit entries about somebody, and by them, with the values that their key opens. Erasing destroys the key for ever; the desk, which
 * answers for people who work for all organisations, destroys their keys in each of them. Entries stay, since the chain would break without them; they hold identifiers and
 * digests. A contact's identifier is an organisation's own, so nobody else's key goes with it. As long as a case needs the person,
 * the key stays: what happens in that case from now on is kept under it.
 */
export function auditRoom(
  { audit: models }: Pick<Models, 'audit'>,
  audit: Pick<AuditRepository, 'list' | 'destroyKey'>,
  casesNeeding: CasesNeeding,
): PersonRoom {
  async function whyKeysStay(
    person: PersonTraces,
    holds: readonly Holding[],
  ): Promise<KeptBecause | undefined> {
    return holdOnValues(holds) ?? (await casesNeeding(person, holds));
  }

  async function keysOf({ id, organisationId }: PersonTraces): Promise<readonly OrganisationId[]> {
    // An organisation decides about what it keeps; the desk about what is kept of its people everywhere.
    const isEverywhere = organisationId === deskOrganisationId && !isContact(id);
    const owner = isEverywhere ? {} : { organisationId };
    const keys = await models.personKeys
      .find({ person: id, ...owner }, { organisationId: 1, sealedKey: 1 })
      .lean();
    return keys.filter(({ sealedKey }) => sealedKey !== undefined).map((key) => key.organisationId);
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

  return {
    collections: ['audit_entries', 'audit_values', 'person_keys'],

    async *collect(person, holds = []) {
      const { id, organisationId } = person;
      const because = await whyKeysStay(person, holds);
      const stays = because === undefined ? {} : { stays: because };
      const met = new Set<string>();
      // The desk's people work for all organisations; other chains tell an organisation nothing.
      const owner = organisationId === deskOrganisationId ? {} : { organisationId };
      for (const filter of [{ person: id }, { actor: id }]) {
        for await (const entry of entries({ ...filter, ...owner })) {
          if (met.has(entry.id)) continue;
          met.add(entry.id);
          const { at, by, role, from, stage, action, result, what } = entry;
          const isTheirDeed = 'actor' in filter;
          const data = { at, by, role, stage, action, result, what, ...(isTheirDeed ? { from } : {}) };
          yield { collection: 'audit_entries', id: entry.id, data, stays: notTheirsAlone };
          for (const value of entry.values) {
            if (value.person !== id || !value.readable) continue;
            const { before, after } = value;
            yield { collection: 'audit_values', id: entry.id, data: { before, after }, ...stays };
          }
        }
      }
      for (const owning of await keysOf(person)) {
        const data = { organisationId: owning };
        yield { collection: 'person_keys', id: `${owning}/${id}`, data, ...stays };
      }
    },

    async erase(person, holds) {
      if ((await whyKeysStay(person, holds)) !== undefined) return;
      const { id } = person;
      for (const organisationId of await keysOf(person)) {
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

function holdOnValues(holds: readonly Holding[]): KeptBecause | undefined {
  const hold = holds.find(({ subject }) => subject.of === 'class' && subject.dataClass === 'audit');
  return hold === undefined ? undefined : { why: 'held', holdId: hold.id };
}
