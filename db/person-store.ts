import type { OrganisationId } from '../domain/identifiers.js';
import type { PersonId, PersonTraces } from '../domain/persons/person.js';
import type { Scope } from '../domain/scope.js';

export type { PersonRecord, PersonRoom } from './persons/person-room.js';
export type { PersonRooms } from './persons/registry.js';

/** Why nobody may be erased as they stand now: something else has to be done first. */
export type PersonStanding = 'in-settings' | 'active-user' | 'free';

/** Finds people by what is stored about them (R4). */
export interface PersonRepository {
  /**
   * By what somebody of the organisation is found: travellers, everybody in its settings of any version or its draft, and its
   * users; the desk's organisation has its own users, those of partner accounts, and applicants. Whoever was erased is found
   * for as long as anything else tells of them. undefined: nobody knows them here.
   *
   * Costs a look at all versions of the settings for a contact, and at all audit entries about the person.
   */
  find(scope: Scope, organisationId: OrganisationId, id: PersonId): Promise<PersonTraces | undefined>;
  /** How they stand at this moment. */
  standing(person: Pick<PersonTraces, 'id' | 'organisationId'>): Promise<PersonStanding>;
}
