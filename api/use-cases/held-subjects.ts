import type { Store } from '../../db/store.js';
import { invalidInput } from '../../domain/errors.js';
import {
  deskOrganisationId,
  incidentIdSchema,
  statusCallIdSchema,
  supportCaseIdSchema,
  type OrganisationId,
} from '../../domain/identifiers.js';
import { personIdSchema } from '../../domain/persons/person.js';
import type { HeldSubject } from '../../domain/retention/legal-hold.js';
import type { Scope } from '../../domain/scope.js';

export type HeldSubjectStore = Pick<Store, 'cases' | 'intakes' | 'supportCases' | 'persons'>;

/**
 * Makes sure that a hold would keep anything: whoever asks for one relies on it.
 *
 * @throws DomainError `invalid-input` for a case or person that the organisation does not know: a mistyped one, or one of another
 *   organisation, whose runs never ask for the holds of this one.
 */
export async function assertKnownToHold(
  store: HeldSubjectStore,
  scope: Scope,
  organisationId: OrganisationId,
  subject: HeldSubject,
): Promise<void> {
  switch (subject.of) {
    case 'class':
      return;
    case 'case':
      if (!(await isOwnCase(store, scope, organisationId, subject.id)))
        throw unknown('is no case of this organisation');
      return;
    case 'person': {
      const person = personIdSchema.safeParse(subject.id).data;
      const found = person && (await store.persons.find(scope, organisationId, person));
      if (found === undefined) throw unknown('is nobody of whom this organisation has data');
    }
  }
}

function unknown(message: string) {
  return invalidInput('The body of the request is not valid.', [{ path: '/subject/id', message }]);
}

async function isOwnCase(
  { cases, intakes, supportCases }: HeldSubjectStore,
  scope: Scope,
  organisationId: OrganisationId,
  id: string,
): Promise<boolean> {
  const supportCase = supportCaseIdSchema.safeParse(id).data;
  if (supportCase !== undefined) {
    const isOfDesk = organisationId === deskOrganisationId;
    return isOfDesk && (await supportCases.find(scope, supportCase)) !== undefined;
  }
  const incident = incidentIdSchema.safeParse(id).data;
  const statusCall = statusCallIdSchema.safeParse(id).data;
  const view =
    (incident && (await cases.incident(scope, incident))) ??
    (statusCall && (await cases.statusCall(scope, statusCall))) ??
    // Asked for, and not begun yet.
    (await intakes.find(scope, id));
  return view?.organisationId === organisationId;
}
