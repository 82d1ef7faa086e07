import { describe, expect, it } from '@jest/globals';
import { deskScope, type Scope } from '../scope.js';
import { abilities, abilitiesOf } from './abilities.js';
import { abilityTable } from './ability-table.js';
import { roles, type Role } from './role.js';

const own = { of: 'organisation', organisationId: 'org_own00001' } as const satisfies Scope;

/** In the order of the table. */
function byTable(one: string, other: string): number {
  const table: readonly string[] = abilities;
  return table.indexOf(one) - table.indexOf(other);
}

describe('what a role may do (X4)', () => {
  it.each(roles)('is for %s exactly what the table says, within its own things', (role) => {
    const may = abilitiesOf(role, own);
    for (const ability of abilities) {
      const given: readonly string[] = abilityTable[ability];
      expect(may.can(ability)).toBe(given.includes(role));
      expect(may.canFor(ability, own.organisationId)).toBe(given.includes(role));
      expect(may.canFor(ability, 'org_foreign1')).toBe(false);
    }
  });

  it('reaches every organisation from the desk', () => {
    const may = abilitiesOf('operator', deskScope);
    expect(may.canFor('read incident', 'org_own00001')).toBe(true);
    expect(may.canFor('read incident', 'org_foreign1')).toBe(true);
    expect(may.can('create organisation')).toBe(false);
  });

  it('to call somebody under duress is the desk’s alone, and no token of an organisation is given it (I14)', () => {
    for (const role of ['organisation-manager', 'organisation-service'] as const) {
      const may = abilitiesOf(role, own);
      expect([may.can('steer incident'), may.can('call person-under-duress')]).toEqual([true, false]);
    }
    expect(abilitiesOf('operator', deskScope).canFor('call person-under-duress', 'org_own00001')).toBe(true);
  });

  it('is no more than what a token was narrowed to, and never more than its role may', () => {
    const may = abilitiesOf('organisation-service', own, ['report incident', 'create organisation']);
    expect(may.can('report incident')).toBe(true);
    expect(may.can('read incident')).toBe(false);
    expect(may.can('create organisation')).toBe(false);
  });

  it('is nothing but who they are, their own account and its support cases for partners, and less for brokers (C8)', () => {
    const account = { of: 'account', accountId: 'acc_own00001' } as const;
    const given = (role: Role, scope: Scope) =>
      abilities.filter((ability) => abilitiesOf(role, scope).can(ability));
    const ownself = ['read account', 'change account', 'enrol second-factor'];
    const support = [
      'read support-form',
      'open support-case',
      'read support-case',
      'write support-message',
      'read support-message',
      'store attachment',
      'read attachment',
    ];
    expect(given('broker-head', own)).toEqual(ownself);
    expect(given('partner-user', account)).toEqual(
      [...ownself, ...support, 'read partner-account'].sort(byTable),
    );
    expect(given('partner-admin', account)).toEqual(
      [
        ...ownself,
        ...support,
        'invite user',
        'read user',
        'change user',
        'read partner-account',
        'change partner-account',
      ].sort(byTable),
    );
    for (const role of ['partner-admin', 'partner-user'] as const) {
      const may = abilitiesOf(role, account);
      expect(abilities.some((ability) => may.canFor(ability, 'org_own00001'))).toBe(false);
    }
  });
});
