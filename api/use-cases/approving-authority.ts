import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Money } from '../../domain/escalation/policy.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import { isWithinLimit } from '../../domain/orders/approver.js';
import type { Target } from '../../domain/target.js';
import { ifKnown } from './time-limit.js';

/** Whether somebody may decide about costs; `unknown`: nobody can tell at the moment, the incident will. */
export type Authority = 'authorised' | 'not-authorised' | 'limit-too-low' | 'unknown';

/**
 * Tells by the settings of this moment whether somebody may decide, so that they hear no thanks for what does not count. The
 * incident judges by itself once more.
 *
 * @param amount undefined: whatever their limit is.
 */
export type FindAuthority = (
  organisationId: OrganisationId,
  target: Target,
  amount: Money | undefined,
) => Promise<Authority>;

/** Nobody on the phone waits longer for it. Milliseconds. */
const patience = 1_000;

export function createFindAuthority({
  contactBook,
}: {
  readonly contactBook: Pick<ContactBook, 'organisation'>;
}): FindAuthority {
  return async (organisationId, { id }, amount) => {
    const organisation = await ifKnown(patience, () => contactBook.organisation(organisationId));
    if (organisation === undefined) return 'unknown';
    const person = organisation.settings.authorisingPersons.find((each) => each.id === id);
    if (person === undefined) return 'not-authorised';
    return amount === undefined || isWithinLimit(person.limit, amount) ? 'authorised' : 'limit-too-low';
  };
}
