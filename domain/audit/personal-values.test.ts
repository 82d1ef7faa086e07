import { describe, expect, it } from '@jest/globals';
import { personalValues, personsIn } from './personal-values.js';

const organisation = 'org_example001';
const anna = { id: 'con_anna0001', name: 'Anna', phones: ['+493023125011'] };
const toni = { id: 'trv_toni0001', name: 'Toni', phones: [] };

describe('the values of a change (X5)', () => {
  it('are kept apart for everybody who stands in them with an identifier', () => {
    const settings = { name: 'Example', internalContacts: [anna], providers: { backups: [] } };
    expect(personalValues(organisation, undefined, settings)).toEqual([
      { person: anna.id, after: anna },
      {
        person: organisation,
        after: { name: 'Example', internalContacts: [anna.id], providers: { backups: [] } },
      },
    ]);
  });

  it('are the person’s own when the thing is a person', () => {
    expect(personalValues(toni.id, toni, { ...toni, name: 'Tony' })).toEqual([
      { person: toni.id, before: toni, after: { ...toni, name: 'Tony' } },
    ]);
  });

  it('leave out whoever has not changed, whatever the order of the fields', () => {
    const before = { name: 'Before', internalContacts: [anna] };
    const after = { internalContacts: [Object.fromEntries(Object.entries(anna).reverse())], name: 'After' };
    expect(personalValues(organisation, before, after).map(({ person }) => person)).toEqual([organisation]);
    expect(personalValues(organisation, before, before)).toEqual([]);
  });

  it('tell of somebody who was removed what they were', () => {
    const changes = personalValues(organisation, { contacts: [anna] }, { contacts: [] });
    expect(changes).toContainEqual({ person: anna.id, before: anna });
  });
});

describe('whose data something contains (X5)', () => {
  it('is everybody named in it by an identifier, once', () => {
    expect(personsIn({ items: [toni, anna, { by: { target: { id: anna.id } } }], of: organisation })).toEqual(
      [anna.id, toni.id],
    );
  });
});
