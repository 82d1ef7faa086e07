import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { IncidentKind, Service } from '../../domain/incident/incident.js';
import { caseFeesOf, type CaseFee } from '../../domain/organisation/case-fees.js';
import { ifKnown } from './time-limit.js';

/** Adds what an incident costs by contract, so that no cost is hidden (I9). */
export type WithCaseFees = <Shown extends ShownCase>(
  incident: Shown,
) => Promise<Shown & { caseFees?: CaseFee[] }>;

interface ShownCase {
  readonly organisationId: OrganisationId;
  readonly service: Service;
  readonly kind: IncidentKind;
}

/** An incident is shown at once, with or without its fees. Milliseconds. */
const patience = 500;

export function createCaseFees({
  contactBook,
}: {
  readonly contactBook: Pick<ContactBook, 'organisation'>;
}): WithCaseFees {
  return async (incident) => {
    const organisation = await ifKnown(patience, () => contactBook.organisation(incident.organisationId));
    if (organisation === undefined) return incident;
    return { ...incident, caseFees: caseFeesOf(organisation.settings.caseFees ?? [], incident) };
  };
}
