import { createMongoAbility, type MongoAbility, subject } from '@casl/ability';
import type { OrganisationId } from '../identifiers.js';
import type { Scope } from '../scope.js';
import { abilityTable, type Ability } from './ability-table.js';
import type { Role } from './role.js';

/** Every line of the table, in its order. */
export const abilities = Object.keys(abilityTable).filter(isAbility);

export function isAbility(text: string): text is Ability {
  return Object.hasOwn(abilityTable, text);
}

/** What somebody with this role may do, and within whose things. */
export interface Abilities {
  /** Whether at all: to something of their own, at least. */
  can(ability: Ability): boolean;
  /** Whether to something of this organisation. */
  canFor(ability: Ability, organisationId: OrganisationId): boolean;
}

/**
 * What the table gives a role within a scope.
 *
 * @param limitedTo what a token was narrowed to; absent: all that its role may.
 */
export function abilitiesOf(role: Role, scope: Scope, limitedTo?: readonly Ability[]): Abilities {
  const given = abilities.filter(
    (ability) => isGiven(ability, role) && (limitedTo?.includes(ability) ?? true),
  );
  const ability: MongoAbility = createMongoAbility(
    given.map((each) => {
      const [action, what] = partsOf(each);
      return { action, subject: what, ...conditionsOf(scope) };
    }),
  );
  return {
    can: (each) => ability.can(...partsOf(each)),
    canFor: (each, organisationId) => {
      const [action, what] = partsOf(each);
      return ability.can(action, subject(what, { organisationId }));
    },
  };
}

function conditionsOf(scope: Scope) {
  switch (scope.of) {
    case 'desk':
      return {};
    case 'organisation':
      return { conditions: { organisationId: scope.organisationId } };
    case 'account':
      return { conditions: { accountId: scope.accountId } };
  }
}

function isGiven(ability: Ability, role: Role): boolean {
  const given: readonly Role[] = abilityTable[ability];
  return given.includes(role);
}

function partsOf(ability: Ability): [action: string, what: string] {
  const space = ability.indexOf(' ');
  return [ability.slice(0, space), ability.slice(space + 1)];
}
