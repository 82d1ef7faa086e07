import { describe, expect, it } from '@jest/globals';
import type { ContactId } from '../identifiers.js';
import { identifyPeople, withoutStrays, type KnownPeople } from './people-in-drafts.js';
import type { PlainObject } from './plain-json.js';

const anna = { id: 'con_anna0000' as const, name: 'Anna', phones: ['+493023125011'] };
const saved = [anna];

function identified(content: PlainObject, known: Partial<KnownPeople> = {}) {
  let count = 0;
  const next = (): ContactId => {
    count += 1;
    return `con_given00${count}`;
  };
  return identifyPeople(content, { saved, ...known }, next);
}

describe('people in drafts of settings (E5, X5)', () => {
  it('get an identifier wherever people stand', () => {
    const [provider, clinic, backup, contact, payer] = ['P', 'C', 'B', 'I', 'A'].map((name) => ({ name }));
    const draft = {
      name: 'Example',
      providers: { assistance: { by: 'own', provider }, medical: clinic, backups: [backup] },
      internalContacts: [anna, contact],
      authorisingPersons: [payer],
    } as PlainObject;
    const { content, given } = identified(draft);
    expect(content).toEqual({
      name: 'Example',
      providers: {
        assistance: { by: 'own', provider: { name: 'P', id: 'con_given001' } },
        medical: { name: 'C', id: 'con_given002' },
        backups: [{ name: 'B', id: 'con_given003' }],
      },
      internalContacts: [anna, { name: 'I', id: 'con_given004' }],
      authorisingPersons: [{ name: 'A', id: 'con_given005' }],
    });
    expect(given).toHaveLength(5);
  });

  it('keep theirs from draft to draft, as long as they are the same person', () => {
    const before = identified({ internalContacts: [{ name: 'Ben', email: 'ben@example.org' }] });
    const [ben] = before.given;
    if (ben === undefined) throw new Error('Ben was given no identifier.');
    const again = { id: ben, name: 'Ben', email: 'ben@example.org', texts: false };
    expect(identified({ internalContacts: [again] }, { before })).toEqual({
      content: { internalContacts: [again] },
      given: [ben],
    });
    const carla = { ...again, name: 'Carla' };
    const other = identified({ internalContacts: [anna, carla] }, { before });
    expect(other.content).toEqual({ internalContacts: [anna, { ...carla, id: 'con_given001' }] });
  });

  it('take neither somebody else’s identifier nor one of their own choice', () => {
    const internalContacts = [
      { ...anna, name: 'Mallory' },
      { id: 'con_chosen00', name: 'Ben' },
    ];
    expect(identified({ internalContacts }).content).toEqual({
      internalContacts: [
        { ...anna, name: 'Mallory', id: 'con_given001' },
        { id: 'con_given002', name: 'Ben' },
      ],
    });
  });

  it('are recognised whatever else is wrong with them', () => {
    const wrong = { phones: 7, email: null };
    const before = identified({ internalContacts: [{ name: 'Ben', ...wrong }] });
    const [ben] = before.given;
    if (ben === undefined) throw new Error('Ben was given no identifier.');
    const again = { internalContacts: [{ id: ben, name: 'Ben', ...wrong }] };
    expect(identified(again, { before })).toEqual({ content: again, given: [ben] });
    // Somebody else is not kept under a key of Anna's, nor is she somebody else while her name is typed anew.
    expect(identified({ internalContacts: [{ ...anna, name: 'Mallory', email: null }] }).content).toEqual({
      internalContacts: [{ ...anna, name: 'Mallory', email: null, id: 'con_given001' }],
    });
    const nameless = { internalContacts: [{ ...anna, name: '' }] };
    expect(identified(nameless)).toEqual({ content: nameless, given: [] });
  });

  it('leave as it is what is wrong, so that it is told as an error', () => {
    const wrong: PlainObject = {
      providers: 'nobody',
      internalContacts: [anna, { ...anna, name: 'Ben' }, 7, { id: 5, name: 'Carla' }],
      authorisingPersons: 'nobody',
    };
    expect(identified(wrong)).toEqual({ content: wrong, given: [] });
  });
});

describe('what may be kept of a draft (X5)', () => {
  it('is what is right in them, with people who can be told apart', () => {
    const stray = { name: 'Stray', phones: ['+493023125012'] };
    expect(
      withoutStrays({
        name: 'Example',
        timeZone: 'Europe/Berlin',
        language: stray,
        escalationPolicy: { reserve: stray },
        contacts: [stray],
        providers: { assistance: { by: 'own', provider: anna, stray }, medicine: stray, backups: stray },
        internalContacts: [{ ...anna, id: 'con_anna0001' }, anna, stray, 'Stray', { ...stray, id: 5 }],
        authorisingPersons: 'Stray',
      }),
    ).toEqual({
      name: 'Example',
      timeZone: 'Europe/Berlin',
      providers: { assistance: { by: 'own', provider: anna } },
      internalContacts: [{ ...anna, id: 'con_anna0001' }],
    });
  });
});
