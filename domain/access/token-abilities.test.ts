import { describe, expect, it } from '@jest/globals';
import { deskScope } from '../scope.js';
import { abilitiesOf } from './abilities.js';
import { tokenAbilities } from './token-abilities.js';

const organisationId = 'org_own00001';
const desk = abilitiesOf('desk-lead', deskScope);
const manager = abilitiesOf('organisation-manager', { of: 'organisation', organisationId });

describe('what a token may do (X3)', () => {
  it('is all that a service may, when the desk makes it without saying more', () => {
    expect(tokenAbilities(undefined, desk, organisationId)).toBeUndefined();
  });

  it('is what it was narrowed to', () => {
    expect(tokenAbilities(['read incident', 'report incident'], desk, organisationId)).toEqual([
      'report incident',
      'read incident',
    ]);
  });

  it('is never more than its maker may', () => {
    const given = tokenAbilities(undefined, manager, organisationId);
    expect(given).toContain('report incident');
    expect(given).not.toContain('override incident');
    expect(() => tokenAbilities(['override incident'], manager, organisationId)).toThrow(
      expect.objectContaining({ kind: 'forbidden' }),
    );
    expect(tokenAbilities(undefined, manager, 'org_foreign1')).toEqual([]);
  });

  it.each(['create organisation', 'rule world', ''])('is never %j', (ability) => {
    expect(() => tokenAbilities(['read incident', ability], desk, organisationId)).toThrow(
      expect.objectContaining({
        kind: 'invalid-input',
        fields: [expect.objectContaining({ path: '/abilities/1' })],
      }),
    );
  });
});
