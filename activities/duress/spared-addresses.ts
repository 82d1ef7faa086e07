import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import type { AttemptOrder } from '../../domain/attempt.js';
import type { IncidentId, OrganisationId, TravellerId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { quietly } from '../activity-failures.js';
import { callerNumber } from '../reach.js';

export interface AddressDependencies {
  readonly contactBook: Pick<ContactBook, 'traveller'>;
  readonly store: Pick<Store, 'intakes'>;
}

export interface SparedAddressDependencies extends AddressDependencies {
  readonly store: Pick<Store, 'cases' | 'intakes'>;
}

/** Whoever needs help in an incident. */
export interface PersonInNeed {
  readonly incidentId: IncidentId;
  readonly organisationId: OrganisationId;
  readonly travellerId?: TravellerId;
}

/** What stands before a dial waits for MongoDB no longer than the ContactBook does. Milliseconds. */
const patience = 300;

/** Every number and address at which somebody may be listening beside the person in need (I14). */
export async function addressesOf(
  dependencies: AddressDependencies,
  { incidentId, organisationId, travellerId }: PersonInNeed,
): Promise<readonly string[]> {
  const [traveller, number] = await Promise.all([
    travellerId && dependencies.contactBook.traveller(organisationId, travellerId),
    callerNumber(dependencies, incidentId),
  ]);
  return [
    ...(traveller?.phones ?? []),
    ...(traveller?.email === undefined ? [] : [traveller.email]),
    ...(number.is === 'known' ? [number.phone] : []),
  ];
}

export function isAmong(addresses: readonly string[], address: string): boolean {
  return addresses.some((each) => each.toLowerCase() === address.toLowerCase());
}

/**
 * Whether anybody who is reached so is under duress at the moment: an incident that tells nobody is open for them. While
 * MongoDB is away nobody can tell, and it counts as not so.
 */
export async function isUnderDuress(
  dependencies: SparedAddressDependencies,
  address: string,
): Promise<boolean> {
  const silent = await quietly(
    'the incidents under duress',
    () => dependencies.store.cases.silentIncidents(deskScope),
    patience,
  );
  for (const { id: incidentId, organisationId, travellerId } of silent ?? []) {
    const person = { incidentId, organisationId, ...(travellerId === undefined ? {} : { travellerId }) };
    if (isAmong(await addressesOf(dependencies, person), address)) return true;
  }
  return false;
}

/**
 * Why an attempt must not reach this number or address, since somebody under duress holds it (I14); undefined: it may. A
 * silent incident spares its own person, but for the call-back on which an operator insists. Whatever else calls travellers
 * or asks for no help, spares everybody under duress, and says no more than that it was not placed.
 */
export async function reasonToSpare(
  dependencies: SparedAddressDependencies,
  { subject, silent, organisationId, target, purpose }: AttemptOrder,
  address: string,
): Promise<'under-duress' | 'never-placed' | undefined> {
  if (subject.case !== 'incident') {
    return (await isUnderDuress(dependencies, address)) ? 'never-placed' : undefined;
  }
  if (silent === undefined) {
    const isForTraveller = target.role === 'traveller';
    return isForTraveller && (await isUnderDuress(dependencies, address)) ? 'under-duress' : undefined;
  }
  if (target.role === 'traveller' && purpose === 'call-back') return undefined;
  const { incidentId } = subject;
  const travellerId = await quietly(
    'whose incident it is',
    async () => (await dependencies.store.cases.incident(deskScope, incidentId))?.travellerId,
    patience,
  );
  const own = { incidentId, organisationId, ...(travellerId === undefined ? {} : { travellerId }) };
  return isAmong(await addressesOf(dependencies, own), address) ? 'under-duress' : undefined;
}
