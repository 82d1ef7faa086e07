import { trusted } from 'mongoose';
import type { PersonTraces } from '../../domain/persons/person.js';
import { everybodyIn } from '../../domain/settings/people-in-settings.js';
import type { Models } from '../models/models.js';
import { placesOfPeople } from '../repositories/settings-versions.js';
import { inAnyCase } from './any-case.js';

/**
 * By which numbers and addresses nobody else is reached: what is found by them is about this person alone.
 *
 * @param among where somebody else would have to be known: what an organisation keeps is about its own people.
 */
export type TheirsAlone = (
  person: PersonTraces,
  among: 'everybody' | 'their-organisation',
) => Promise<Pick<PersonTraces, 'phones' | 'emails'>>;

/** Reads all organisations' settings in force by their numbers, which has no index: there are few of them. */
export function createTheirsAlone({
  travellers,
  users,
  organisations,
}: Pick<Models, 'travellers' | 'users' | 'organisations'>): TheirsAlone {
  return async ({ id, organisationId, phones, emails }, among) => {
    const own = among === 'everybody' ? {} : { organisationId };
    const elsewhere = (field: 'phones' | 'email', values: object) =>
      trusted(placesOfPeople.map((place) => ({ [`${place}.${field}`]: values })));
    const [reachedByPhone, reachedByEmail, signingIn, settings] = await Promise.all([
      travellers.find({ ...own, phones: trusted({ $in: [...phones] }) }, { phones: 1 }).lean(),
      travellers.find({ ...own, email: inAnyCase(emails) }, { email: 1 }).lean(),
      users.find({ ...own, email: inAnyCase(emails) }, { email: 1 }).lean(),
      organisations
        .find(
          {
            ...(among === 'everybody' ? {} : { _id: organisationId }),
            $or: [...elsewhere('phones', { $in: [...phones] }), ...elsewhere('email', inAnyCase(emails))],
          },
          { settings: 1 },
        )
        .lean(),
    ]);
    const others = [
      ...reachedByPhone.map((one) => ({ id: one._id, phones: one.phones })),
      ...reachedByEmail.map((one) => ({ id: one._id, email: one.email })),
      ...signingIn.map((one) => ({ id: one._id, email: one.email })),
      ...settings.flatMap((each) => everybodyIn<SettingsPerson>(each.settings).map(([, one]) => one)),
    ].filter((one: SettingsPerson) => one.id !== id);
    const taken = new Set(
      others.flatMap((one: SettingsPerson) => [...(one.phones ?? []), one.email?.toLowerCase() ?? '']),
    );
    return {
      phones: phones.filter((each) => !taken.has(each)),
      emails: emails.filter((each) => !taken.has(each)),
    };
  };
}

interface SettingsPerson {
  readonly id: string;
  readonly phones?: readonly string[];
  readonly email?: string | undefined;
}
