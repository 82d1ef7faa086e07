import type { PersonErasures } from '../../cases/cases.js';
import type { PersonStanding, Store } from '../../db/store.js';
import { DomainError, notFound } from '../../domain/errors.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import { previewOf, type ErasurePreview } from '../../domain/persons/erasure-preview.js';
import { countedTogether, keptTogether, type KeptBecause } from '../../domain/persons/erasure-report.js';
import { holdOnPerson } from '../../domain/persons/erasure-verdict.js';
import type { PersonErasure } from '../../domain/persons/person-erasure.js';
import { personRoomNames } from '../../domain/persons/person-room-names.js';
import type { PersonId } from '../../domain/persons/person.js';
import { deskScope, type Scope } from '../../domain/scope.js';

export interface PersonErasureRequestDependencies {
  readonly store: Pick<Store, 'persons' | 'personRooms' | 'personErasures' | 'legalHolds'>;
  readonly erasures: PersonErasures;
}

export type PreviewedErasure = ErasurePreview & { readonly standing: PersonStanding };

export interface PersonErasureRequests {
  /** What an erasure would do now. Nothing is changed. @throws DomainError `not-found`: nobody knows the person here. */
  preview(scope: Scope, organisationId: OrganisationId, id: PersonId): Promise<PreviewedErasure>;
  /**
   * Stores the request, and then begins it: the same one twice is one. Where the engine is away, it is begun by the next
   * repetition, or by the next retention run.
   *
   * @throws DomainError `not-found`; `conflict` where something else has to be done first, or another erasure of the person has not
   *   ended; `idempotency-key-reused`; `unavailable`.
   */
  request(
    scope: Scope,
    asked: Omit<PersonErasure, 'state' | 'report'>,
  ): Promise<{ readonly stored: 'new' | 'exists'; readonly erasure: PersonErasure }>;
}

const firstOf: Readonly<Record<Exclude<PersonStanding, 'free'>, string>> = {
  'in-settings': 'The person stands in the settings in force. Take them out of the settings first.',
  'active-user': 'The person can sign in. Deactivate the user first.',
};

export function createPersonErasureRequests({
  store,
  erasures,
}: PersonErasureRequestDependencies): PersonErasureRequests {
  async function required(scope: Scope, organisationId: OrganisationId, id: PersonId) {
    const person = await store.persons.find(scope, organisationId, id);
    if (person === undefined) throw notFound('person');
    return person;
  }

  /** Refused rather than done in part: a ladder must not lose somebody silently. */
  async function refuseWhoIsNeeded(person: Parameters<Store['persons']['standing']>[0]): Promise<void> {
    const standing = await store.persons.standing(person);
    if (standing === 'free') return;
    const message = firstOf[standing];
    throw new DomainError('conflict', message, [{ path: '/personId', message }]);
  }

  async function sameRequest(scope: Scope, { organisationId, id, bodyHash }: PersonErasure) {
    const known = await store.personErasures.find(scope, organisationId, id);
    if (known === undefined || known.bodyHash === bodyHash) return known;
    throw new DomainError('idempotency-key-reused', 'This Idempotency-Key was used for another erasure.');
  }

  async function begin({ id: erasureId, organisationId, state, report }: PersonErasure): Promise<void> {
    if (state === 'running' && report === undefined) await erasures.start({ erasureId, organisationId });
  }

  return {
    async preview(scope, organisationId, id) {
      const person = await required(scope, organisationId, id);
      const standing = await store.persons.standing(person);
      const holds = await store.legalHolds.active(deskScope, organisationId);
      const hold = holdOnPerson(id, holds);
      const whole: KeptBecause | undefined = standing === 'free' ? undefined : { why: 'in-use' };
      const obstacle = hold === undefined ? whole : ({ why: 'held', holdId: hold.id } as const);
      const rooms: ErasurePreview[] = [];
      for (const name of personRoomNames) {
        rooms.push(await previewOf(store.personRooms[name].collect(person, holds), obstacle));
      }
      return {
        standing,
        goes: countedTogether(rooms.flatMap(({ goes }) => goes)),
        stays: keptTogether(rooms.flatMap(({ stays }) => stays)),
      };
    },

    async request(scope, asked) {
      // Whoever repeats it is answered the same, also when the person is gone by now.
      const known = await sameRequest(scope, { ...asked, state: 'running' });
      if (known !== undefined) {
        await begin(known);
        return { stored: 'exists', erasure: known };
      }
      const person = await required(scope, asked.organisationId, asked.personId);
      await refuseWhoIsNeeded(person);
      const { stored, erasure } = await store.personErasures.create(scope, asked, person);
      await begin(erasure);
      return { stored, erasure };
    },
  };
}
