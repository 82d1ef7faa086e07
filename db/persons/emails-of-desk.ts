import { deskOrganisationId } from '../../domain/identifiers.js';
import { personIdSchema } from '../../domain/persons/person.js';
import { deskScope } from '../../domain/scope.js';
import type { PersonRepository } from '../person-store.js';

/** Addresses of people by their identifiers, earlier ones that are known among them. Who is not known has none. */
export type EmailsOf = (persons: readonly string[]) => Promise<ReadonlyMap<string, readonly string[]>>;

/** Of people who belong to the desk's organisation, as mails to it do: its own, those of partner accounts, and applicants. */
export function createEmailsOfDesk(persons: Pick<PersonRepository, 'find'>): EmailsOf {
  return async (ids) => {
    const known = new Map<string, readonly string[]>();
    for (const id of new Set(ids)) {
      const person = await persons.find(deskScope, deskOrganisationId, personIdSchema.parse(id));
      if (person !== undefined && person.emails.length > 0) known.set(id, person.emails);
    }
    return known;
  };
}
