import { DomainError, invalidInput, type FieldError } from '../../domain/errors.js';
import type { ContactId } from '../../domain/identifiers.js';
import { type OrganisationInput, type OrganisationSettings } from '../../domain/organisation/organisation.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import type { Scope } from '../../domain/scope.js';
import type { Prices } from '../../domain/spending/spending.js';
import { newIdentifier } from './identifiers.js';

/** Somebody in the settings, before everybody has an identifier. */
interface Person {
  readonly id?: ContactId | undefined;
  readonly phones?: readonly PhoneNumber[] | undefined;
}

/**
 * Settings as they are stored: everybody in them gets an identifier who has none yet (timelines and histories name
 * people by it).
 *
 * @throws DomainError `invalid-input` for an identifier that two people share.
 */
export function completeSettings(input: OrganisationInput): OrganisationSettings {
  const errors = sharedIdentifiers(input);
  if (errors.length > 0) throw invalidInput('The body of the request is not valid.', errors);
  const { assistance, medical, travel, backups } = input.providers;
  return {
    ...input,
    providers: {
      assistance:
        assistance.by === 'own' ? { by: 'own', provider: identified(assistance.provider) } : assistance,
      ...(medical === undefined ? {} : { medical: identified(medical) }),
      ...(travel === undefined ? {} : { travel: identified(travel) }),
      backups: backups.map(identified),
    },
    internalContacts: input.internalContacts.map(identified),
    authorisingPersons: input.authorisingPersons.map(identified),
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
  if (scope.of === 'desk' || wanted.inboundNumber === current?.inboundNumber) return;
  throw new DomainError('forbidden', 'Only the desk may change the inbound number.', [
    { path: '/inboundNumber', message: 'may be changed by the desk only' },
  ]);
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
  const [cap, capNow] = [wanted.dailySpendCap, current?.dailySpendCap];
  if (cap !== undefined && cap.currency !== prices.currency) {
    throw invalidInput('The body of the request is not valid.', [
      { path: '/dailySpendCap/currency', message: `must be ${prices.currency}, which prices are in` },
    ]);
  }
  const isUnchanged = cap?.amountMinor === capNow?.amountMinor && cap?.currency === capNow?.currency;
  if (scope.of === 'desk' || isUnchanged) return;
  throw new DomainError('forbidden', 'Only the desk may change the spending cap.', [
    { path: '/dailySpendCap', message: 'may be changed by the desk only' },
  ]);
}

function identified<P extends Person>(person: P): P & { id: ContactId } {
  return { ...person, id: person.id ?? newIdentifier('con') };
}

function sharedIdentifiers(input: OrganisationInput): readonly FieldError[] {
  const seen = new Set<ContactId>();
  return everybodyIn(input).flatMap(([path, { id }]) => {
    if (id === undefined) return [];
    if (seen.has(id)) return [{ path: `${path}/id`, message: 'stands twice in these settings' }];
    seen.add(id);
    return [];
  });
}

/** Everybody in the settings, and where they stand. */
export function everybodyIn({
  providers,
  internalContacts,
  authorisingPersons,
}: OrganisationInput): readonly (readonly [path: string, person: Person])[] {
  const numbered = (path: string, people: readonly Person[]) =>
    people.map((person, index) => [`${path}/${index}`, person] as const);
  const { assistance, medical, travel, backups } = providers;
  return [
    ...(assistance.by === 'own' ? [['/providers/assistance/provider', assistance.provider] as const] : []),
    ...(medical === undefined ? [] : [['/providers/medical', medical] as const]),
    ...(travel === undefined ? [] : [['/providers/travel', travel] as const]),
    ...numbered('/providers/backups', backups),
    ...numbered('/internalContacts', internalContacts),
    ...numbered('/authorisingPersons', authorisingPersons),
  ];
}
