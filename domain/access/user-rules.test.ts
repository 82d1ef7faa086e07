import { describe, expect, it } from '@jest/globals';
import { roles, userRoles, type Role } from './role.js';
import { belongsTo, mayGiveRole, needsSecondFactor, refuseForeignRole, refuseOwnself } from './user-rules.js';
import { scopeOf } from './user.js';

const givenBy = (giver: Role) => userRoles.filter((role) => mayGiveRole(giver, role));

describe('who may give which role (X4)', () => {
  it('is everything for the desk’s leads, their own kind for managers and partner admins, and nothing for everybody else', () => {
    expect(givenBy('desk-lead')).toEqual(userRoles);
    expect(givenBy('desk-service')).toEqual(userRoles);
    expect(givenBy('organisation-manager')).toEqual(['organisation-manager', 'authorising-person']);
    expect(givenBy('partner-admin')).toEqual(['partner-admin', 'partner-user']);
    const others = roles.filter(
      (role) => !['desk-lead', 'desk-service', 'organisation-manager', 'partner-admin'].includes(role),
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
  });
});

describe('every role', () => {
  it('belongs to the desk, to a partner account, or to an organisation (C8)', () => {
    expect(userRoles.filter((role) => belongsTo(role) === 'desk')).toEqual(['desk-lead', 'operator']);
    expect(userRoles.filter((role) => belongsTo(role) === 'account')).toEqual([
      'partner-admin',
      'partner-user',
    ]);
    const [organisationId, accountId] = ['org_own00001', 'acc_own00001'] as const;
    for (const role of userRoles) {
      const fitting = [{}, { organisationId }, { accountId }].filter((belonging) => {
        try {
          return scopeOf({ role, ...belonging }).of === belongsTo(role);
        } catch (error) {
          expect(error).toMatchObject({ kind: 'forbidden' });
          return false;
        }
      });
      expect(fitting).toHaveLength(1);
    }
  });
});
