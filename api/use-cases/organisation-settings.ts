import { isDeepStrictEqual } from 'node:util';
import { DomainError, invalidInput, type FieldError } from '../../domain/errors.js';
import type { ContactId } from '../../domain/identifiers.js';
import { type OrganisationInput, type OrganisationSettings } from '../../domain/organisation/organisation.js';
import type { Scope } from '../../domain/scope.js';
import { everybodyIn } from '../../domain/settings/people-in-settings.js';
import { keepsIdentifier } from '../../domain/settings/same-person.js';
import { duressPhraseErrors } from '../../domain/speech/duress.js';
import type { SpokenWords } from '../../domain/speech/spoken-words.js';
import type { Prices } from '../../domain/spending/spending.js';
import { newIdentifier } from './identifiers.js';

/** Somebody in the settings, before everybody has an identifier. */
interface Person {
  readonly id?: ContactId | undefined;
}

interface NamedPerson extends Person {
  readonly name: string;
  readonly phones?: readonly string[];
  readonly email?: string | undefined;
}

/**
 * Settings as they are stored: everybody in them gets an identifier who has none yet (timelines and histories name
 * people by it), or who has taken somebody else's entry (see `keepsIdentifier`).
 *
 * @param current what is saved now; absent: nothing yet.
 * @param given identifiers that people keep whom the saved settings do not know: their draft was given them.
 * @throws DomainError `invalid-input` for an identifier that two people share.
 */
export function completeSettings(
  input: OrganisationInput,
  current?: OrganisationSettings,
  given: readonly ContactId[] = [],
): OrganisationSettings {
  const errors = sharedIdentifiers(everybodyIn(input));
  if (errors.length > 0) throw invalidInput('The body of the request is not valid.', errors);
  const { assistance, medical, travel, backups } = input.providers;
  const before = current && everybodyIn(current).map(([, person]) => person);
  const known = <P extends NamedPerson>(person: P) =>
    identified(
      given.some((id) => id === person.id) || keepsIdentifier(person, before)
        ? person
        : { ...person, id: undefined },
    );
  return {
    ...input,
    providers: {
      assistance: assistance.by === 'own' ? { by: 'own', provider: known(assistance.provider) } : assistance,
      ...(medical === undefined ? {} : { medical: known(medical) }),
      ...(travel === undefined ? {} : { travel: known(travel) }),
      backups: backups.map(known),
    },
    internalContacts: input.internalContacts.map(known),
    authorisingPersons: input.authorisingPersons.map(known),
  };
}

/**
 * The inbound number decides whose incident a call to it becomes (I5), so only the desk gives it out.
 *
 * @throws DomainError `forbidden` when an organisation changes its own.
 */
export function refuseForeignInboundNumber(
  scope: Scope,
  wanted: Pick<OrganisationSettings, 'inboundNumber'>,
  current: Pick<OrganisationSettings, 'inboundNumber'> | undefined,
): void {
  const errors = foreignInboundNumber(scope, wanted, current);
  if (errors.length > 0) {
    throw new DomainError('forbidden', 'Only the desk may change the inbound number.', errors);
  }
}

/** What is wrong with an inbound number that somebody else than the desk has changed. */
export function foreignInboundNumber(
  scope: Scope,
  wanted: Pick<OrganisationSettings, 'inboundNumber'>,
  current: Pick<OrganisationSettings, 'inboundNumber'> | undefined,
): readonly FieldError[] {
  return scope.of === 'desk' || wanted.inboundNumber === current?.inboundNumber
    ? []
    : [{ path: '/inboundNumber', message: 'may be changed by the desk only' }];
}

/**
 * The desk pays the telephone bill, so only the desk says how much an organisation may spend in a day.
 *
 * @throws DomainError `forbidden` when an organisation changes its own cap, `invalid-input` for another currency than the
 *   one that prices are in.
 */
export function refuseForeignSpendCap(
  scope: Scope,
  wanted: Pick<OrganisationSettings, 'dailySpendCap'>,
  current: Pick<OrganisationSettings, 'dailySpendCap'> | undefined,
  prices: Prices,
): void {
  const ofCurrency = foreignCapCurrency(wanted, prices);
  if (ofCurrency.length > 0) throw invalidInput('The body of the request is not valid.', ofCurrency);
  const errors = foreignSpendCap(scope, wanted, current);
  if (errors.length > 0) {
    throw new DomainError('forbidden', 'Only the desk may change the spending cap.', errors);
  }
}

/** What is wrong with a cap that cannot be compared with the prices. */
export function foreignCapCurrency(
  { dailySpendCap: cap }: Pick<OrganisationSettings, 'dailySpendCap'>,
  { currency }: Prices,
): readonly FieldError[] {
  return cap === undefined || cap.currency === currency
    ? []
    : [{ path: '/dailySpendCap/currency', message: `must be ${currency}, which prices are in` }];
}

/** What is wrong with a cap that somebody else than the desk has changed. */
export function foreignSpendCap(
  scope: Scope,
  { dailySpendCap: cap }: Pick<OrganisationSettings, 'dailySpendCap'>,
  current: Pick<OrganisationSettings, 'dailySpendCap'> | undefined,
): readonly FieldError[] {
  const now = current?.dailySpendCap;
  const isUnchanged = cap?.amountMinor === now?.amountMinor && cap?.currency === now?.currency;
  return scope.of === 'desk' || isUnchanged
    ? []
    : [{ path: '/dailySpendCap', message: 'may be changed by the desk only' }];
}

/**
 * What incidents cost stands in the contract with the desk, so only the desk writes it down.
 *
 * @throws DomainError `forbidden` when an organisation changes its own fees.
 */
export function refuseForeignCaseFees(
  scope: Scope,
  wanted: Pick<OrganisationSettings, 'caseFees'>,
  current: Pick<OrganisationSettings, 'caseFees'> | undefined,
): void {
  const errors = foreignCaseFees(scope, wanted, current);
  if (errors.length > 0)
    throw new DomainError('forbidden', 'Only the desk may change the case fees.', errors);
}

/** What is wrong with fees that somebody else than the desk has changed. */
export function foreignCaseFees(
  scope: Scope,
  { caseFees: fees = [] }: Pick<OrganisationSettings, 'caseFees'>,
  current: Pick<OrganisationSettings, 'caseFees'> | undefined,
): readonly FieldError[] {
  return scope.of === 'desk' || isDeepStrictEqual(fees, current?.caseFees ?? [])
    ? []
    : [{ path: '/caseFees', message: 'may be changed by the desk only' }];
}

/**
 * A code that somebody says who means something else would bring help to nobody who needs it (I14).
 *
 * @throws DomainError `invalid-input` naming every such phrase.
 */
export function refuseUnfitDuressCode(
  code: OrganisationInput['duressCode'],
  words: readonly SpokenWords[],
): void {
  const errors = duressPhraseErrors(code, words);
  if (errors.length > 0) throw invalidInput('The body of the request is not valid.', errors);
}

/**
 * What somebody saves who may not read the duress code: it stays as it is, since they could not send it along (I14).
 *
 * @throws DomainError `forbidden` when they send one all the same.
 */
export function keepDuressCode(
  input: OrganisationInput,
  { duressCode }: Pick<OrganisationSettings, 'duressCode'>,
): OrganisationInput {
  if (input.duressCode !== undefined) {
    throw new DomainError('forbidden', 'Only who may change settings may change the duress code.', [
      { path: '/duressCode', message: 'may be changed by those only who may change settings' },
    ]);
  }
  return duressCode === undefined ? input : { ...input, duressCode };
}

function identified<P extends Person>(person: P): P & { id: ContactId } {
  return { ...person, id: person.id ?? newIdentifier('con') };
}

/** Identifiers that two people share, by where the second one stands. */
export function sharedIdentifiers(
  people: readonly (readonly [path: string, person: Person])[],
): readonly FieldError[] {
  const seen = new Set<ContactId>();
  return people.flatMap(([path, { id }]) => {
    if (id === undefined) return [];
    if (seen.has(id)) return [{ path: `${path}/id`, message: 'stands twice in these settings' }];
    seen.add(id);
    return [];
  });
}
