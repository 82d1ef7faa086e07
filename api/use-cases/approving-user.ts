import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { UserRepository } from '../../db/store.js';
import { DomainError } from '../../domain/errors.js';
import type { Money } from '../../domain/escalation/policy.js';
import { userIdSchema, type ContactId, type OrganisationId } from '../../domain/identifiers.js';
import { approverByEmail } from '../../domain/orders/approver.js';
import type { Target } from '../../domain/target.js';
import type { Caller } from '../openapi/route.js';

/** An authorising person, as an entry of the settings. */
export interface ApprovingPerson extends Target {
  readonly role: 'authorising-person';
  readonly id: ContactId;
}

/**
 * Tells which of the authorising persons somebody is who has signed in. Users and settings are linked by the e-mail address:
 * the user has proven it by the link of their invitation, and whoever saves the settings has named it.
 *
 * @param amount that is decided about; where several have the address, one whose limit reaches so far is taken.
 * @throws DomainError `forbidden` when they are none of them.
 */
export type RequireApprover = (
  caller: Pick<Caller, 'by' | 'scope'>,
  organisationId: OrganisationId,
  amount: Money | undefined,
) => Promise<ApprovingPerson>;

export function createRequireApprover({
  users,
  contactBook,
}: {
  readonly users: Pick<UserRepository, 'find'>;
  readonly contactBook: Pick<ContactBook, 'organisation'>;
}): RequireApprover {
  return async ({ by, scope }, organisationId, amount) => {
    const userId = by.by === 'user' ? userIdSchema.safeParse(by.userId).data : undefined;
    const user = userId && (await users.find(scope, userId));
    const organisation = await contactBook.organisation(organisationId);
    const persons = organisation?.settings.authorisingPersons ?? [];
    const person = user && approverByEmail(persons, user.email, amount);
    if (person === undefined) {
      throw new DomainError(
        'forbidden',
        'Only who stands among the authorising persons of the organisation, with this e-mail address, decides about costs.',
      );
    }
    return { role: 'authorising-person', id: person.id };
  };
}
