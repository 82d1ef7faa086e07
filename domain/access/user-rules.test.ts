import { describe, expect, it } from '@jest/globals';
import { roles, userRoles, type Role } from './role.js';
import {
  belongsToOrganisation,
  mayGiveRole,
  needsSecondFactor,
  refuseForeignRole,
  refuseOwnself,
} from './user-rules.js';

const givenBy = (giver: Role) => userRoles.filter((role) => mayGiveRole(giver, role));

describe('who may give which role (X4)', () => {
  it('is everything for the desk’s leads, two roles for managers, and nothing for everybody else', () => {
    expect(givenBy('desk-lead')).toEqual(userRoles);
    expect(givenBy('desk-service')).toEqual(userRoles);
    expect(givenBy('organisation-manager')).toEqual(['organisation-manager', 'authorising-person']);
    const others = roles.filter(
      (role) => !['desk-lead', 'desk-service', 'organisation-manager'].includes(role),
    );
    for (const role of others) expect(givenBy(role)).toEqual([]);
  });

  it('refuses with the field that is wrong', () => {
    expect(() => {
      refuseForeignRole('organisation-manager', 'desk-lead');
    }).toThrow(
      expect.objectContaining({ kind: 'forbidden', fields: [expect.objectContaining({ path: '/role' })] }),
    );
  });

  it('lets nobody change themselves, and everybody else', () => {
    const self = { by: 'user', userId: 'usr_itself' } as const;
    expect(() => {
      refuseOwnself(self, 'usr_itself');
    }).toThrow(expect.objectContaining({ kind: 'forbidden' }));
    refuseOwnself(self, 'usr_other1');
    refuseOwnself({ by: 'token', tokenId: 'tok_itself' }, 'usr_itself');
  });
});

describe('a second factor (X4)', () => {
  it('is required at the desk, unless it is switched off, and never elsewhere', () => {
    const needing = (forDesk: 'required' | 'optional') =>
      userRoles.filter((role) => needsSecondFactor(role, forDesk));
    expect(needing('required')).toEqual(['desk-lead', 'operator']);
    expect(needing('optional')).toEqual([]);
    expect(userRoles.filter((role) => !belongsToOrganisation(role))).toEqual(['desk-lead', 'operator']);
  });
});
