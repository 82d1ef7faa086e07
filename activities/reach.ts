import type { ContactBook, Reachable } from '../db/contact-book/contact-book.js';
import type { Store } from '../db/store.js';
import type { IncidentId, OrganisationId } from '../domain/identifiers.js';
import type { Language } from '../domain/language.js';
import { phoneNumberSchema, type PhoneNumber } from '../domain/phone-number.js';
import { deskScope } from '../domain/scope.js';
import { unknownCallerId, type Target } from '../domain/target.js';
import { quietly } from './activity-failures.js';

export interface ReachQuery {
  readonly organisationId: OrganisationId;
  readonly target: Target;
  /** The incident whose caller the target may be. */
  readonly incidentId?: IncidentId;
}

export interface ReachDependencies {
  readonly contactBook: ContactBook;
  readonly store: Pick<Store, 'intakes'>;
  /** Spoken to somebody of whom nothing else is known. */
  readonly deskLanguage: Language;
}

/** This look-up stands before dials, so it waits for MongoDB no longer than the ContactBook does. */
const callerLookupMilliseconds = 300;

/** Where a call for help came from. `untold`: MongoDB is away, so it may be known later. */
export type CallerNumber =
  { readonly is: 'known'; readonly phone: PhoneNumber } | { readonly is: 'none' | 'untold' };

/** The number that an incident was reported from by call or text. */
export async function callerNumber(
  { store }: Pick<ReachDependencies, 'store'>,
  incidentId: IncidentId,
): Promise<CallerNumber> {
  const answer = await quietly(
    'the number of the caller',
    async () => ({ intake: await store.intakes.find(deskScope, incidentId) }),
    callerLookupMilliseconds,
  );
  if (answer === undefined) return { is: 'untold' };
  const phone = phoneNumberSchema.safeParse(answer.intake?.callerPhone);
  return phone.success ? { is: 'known', phone: phone.data } : { is: 'none' };
}

/**
 * Looks up how a target is reached at this moment. A traveller without a number of their own, and an unknown caller,
 * are reached at the number that they called or texted from. Undefined: nobody knows (or can tell now).
 */
export async function reach(
  dependencies: ReachDependencies,
  { organisationId, target, incidentId }: ReachQuery,
): Promise<Reachable | undefined> {
  const { contactBook, deskLanguage } = dependencies;
  const known = target.id === unknownCallerId ? undefined : await contactBook.reach(organisationId, target);
  if (target.role !== 'traveller' || incidentId === undefined) return known;
  if (known !== undefined && known.phones.length > 0) return known;
  const caller = await callerNumber(dependencies, incidentId);
  if (caller.is !== 'known') return known;
  if (known !== undefined) return { ...known, phones: [caller.phone] };
  const organisation = await quietly('the organisation', () => contactBook.organisation(organisationId));
  return {
    target,
    name: '',
    phones: [caller.phone],
    texts: true,
    language: organisation?.settings.language ?? deskLanguage,
  };
}
