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

/** Where somebody under duress is reached, and whose incident tells nobody of it. */
export interface SparedPerson {
  readonly organisationId: OrganisationId;
  readonly addresses: readonly string[];
}

/** Why nothing goes to a number or address (I14); undefined: it may. */
export type Sparing = (address: string) => 'under-duress' | 'never-placed' | undefined;

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
 * Everybody who is under duress at the moment: an incident that tells nobody is open for them. While MongoDB is away or slow
 * nobody can tell, and it counts as if there were none: that never stops a call for help.
 */
export async function peopleUnderDuress(
  dependencies: SparedAddressDependencies,
): Promise<readonly SparedPerson[]> {
  const people = await quietly(
    'who is under duress',
    async () => {
      const silent = await dependencies.store.cases.silentIncidents(deskScope);
      return Promise.all(
        silent.map(async ({ id: incidentId, organisationId, travellerId }) => ({
          organisationId,
          addresses: await addressesOf(dependencies, {
            incidentId,
            organisationId,
            ...(travellerId === undefined ? {} : { travellerId }),
          }),
        })),
      );
    },
    patience,
  );
  return people ?? [];
}

/**
 * Tells which numbers and addresses an attempt must not reach, since somebody under duress holds them. An operator may insist
 * on a call-back in a silent incident. Whoever may not read the silent incident learns no more than that nothing was placed:
 * another organisation, and whoever asks for no help.
 */
export async function sparingOf(
  dependencies: SparedAddressDependencies,
  order: AttemptOrder,
): Promise<Sparing> {
  const { subject, organisationId } = order;
  if (isInsistedOn(order)) return () => undefined;
  const [own, people] = await Promise.all([
    ownAddresses(dependencies, order),
    peopleUnderDuress(dependencies),
  ]);
  return (address) => {
    if (isAmong(own, address)) return 'under-duress';
    const holders = people.filter(({ addresses }) => isAmong(addresses, address));
    if (holders.length === 0) return undefined;
    const isOwn = holders.some((holder) => holder.organisationId === organisationId);
    return isOwn && subject.case === 'incident' ? 'under-duress' : 'never-placed';
  };
}

function isInsistedOn({ silent, target, purpose }: AttemptOrder): boolean {
  return silent === true && target.role === 'traveller' && purpose === 'call-back';
}

/** Of whoever the silent incident is about: the order tells it while MongoDB is away too. */
async function ownAddresses(
  dependencies: SparedAddressDependencies,
  { subject, silent, organisationId, travellerId: ordered }: AttemptOrder,
): Promise<readonly string[]> {
  if (silent === undefined || subject.case !== 'incident') return [];
  const { incidentId } = subject;
  // An order of before the traveller stood in it, and one for somebody unknown, do not say.
  const travellerId =
    ordered ??
    (await quietly(
      'whose incident it is',
      async () => (await dependencies.store.cases.incident(deskScope, incidentId))?.travellerId,
      patience,
    ));
  return addressesOf(dependencies, {
    incidentId,
    organisationId,
    ...(travellerId === undefined ? {} : { travellerId }),
  });
}
