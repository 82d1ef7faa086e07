import { invalidInput, DomainError, type FieldError } from '../errors.js';
import type { OrganisationId } from '../identifiers.js';
import { abilities, abilitiesOf, isAbility, type Abilities } from './abilities.js';
import type { Ability } from './ability-table.js';

/**
 * What a token of an organisation may be narrowed to. It never gives more than its maker has: a manager who may not
 * override an incident makes no token that may.
 *
 * @param asked absent: as much as the maker can give.
 * @returns absent: everything that the role of a service may, now and later.
 * @throws DomainError `invalid-input` for what no such token may, `forbidden` for what its maker may not.
 */
export function tokenAbilities(
  asked: readonly string[] | undefined,
  maker: Abilities,
  organisationId: OrganisationId,
): readonly Ability[] | undefined {
  const service = abilitiesOf('organisation-service', { of: 'organisation', organisationId });
  const possible = abilities.filter((ability) => service.can(ability));
  const given = possible.filter((ability) => maker.canFor(ability, organisationId));
  if (asked === undefined) return given.length === possible.length ? undefined : given;
  const unknown = fieldsOf(asked, (ability) => isAbility(ability) && possible.includes(ability));
  if (unknown.length > 0) throw invalidInput('A token of an organisation cannot do this.', unknown);
  const missing = fieldsOf(asked, (ability) => isAbility(ability) && given.includes(ability));
  if (missing.length > 0) {
    throw new DomainError('forbidden', 'Nobody gives away what they may not do themselves.', missing);
  }
  return given.filter((ability) => asked.includes(ability));
}

function fieldsOf(asked: readonly string[], isFine: (ability: string) => boolean): readonly FieldError[] {
  return asked.flatMap((ability, index) =>
    isFine(ability) ? [] : [{ path: `/abilities/${index}`, message: 'cannot be given' }],
  );
}
