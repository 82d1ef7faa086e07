import type { ContactBook } from '../../db/contact-book/contact-book.js';
import { isAvailable } from '../../domain/directory/available-intervals.js';
import { nextOpening } from '../../domain/hours/opening.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { Service } from '../../domain/incident/incident.js';
import { isProvider } from '../../domain/target.js';
import { ifKnown } from './time-limit.js';

/** Who provides a service to an organisation, as an operator has to know before talking to them (E1, E2). */
export interface IncidentProvider {
  readonly id: string;
  readonly name: string;
  /** By the codes of ISO 639; absent: it is not said. */
  readonly languages?: readonly string[];
  readonly open: boolean;
  /** When it opens next, in epoch milliseconds; absent: it is open, or does not open. */
  readonly opensAt?: number;
}

/** The provider of an incident's service; undefined: the desk is, or nobody can tell now. */
export type FindIncidentProvider = (incident: {
  readonly organisationId: OrganisationId;
  readonly service: Service;
}) => Promise<IncidentProvider | undefined>;

/** An incident is shown at once, with or without its provider. Milliseconds. */
const patience = 500;

export function createFindIncidentProvider({
  contactBook,
  now,
}: {
  readonly contactBook: Pick<ContactBook, 'providerLadder'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): FindIncidentProvider {
  return async ({ organisationId, service }) => {
    const ladder = await ifKnown(patience, () => contactBook.providerLadder(organisationId, service));
    const first = ladder?.[0];
    if (first === undefined || !isProvider(first.target)) return undefined;
    const { name, languages, hours } = first;
    const open = isAvailable(first, now());
    const opensAt = open || hours === undefined ? undefined : nextOpening(hours, now());
    return {
      id: first.target.id,
      name,
      ...(languages === undefined ? {} : { languages }),
      open,
      ...(opensAt === undefined ? {} : { opensAt }),
    };
  };
}
