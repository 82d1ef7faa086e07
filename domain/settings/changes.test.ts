import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { settingsChanges } from './changes.js';
import { isPlainObject, type PlainObject } from './plain-json.js';

const anna = { id: 'con_anna0001', name: 'Anna', phones: ['+4930901850'], texts: true };
const ben = { id: 'con_ben00001', name: 'Ben', phones: ['+4930901851'] };
const people = (...contacts: PlainObject[]): PlainObject => ({ internalContacts: contacts });

describe('what a draft changes (E5)', () => {
  it('is nothing where all is equal, in whatever order fields stand', () => {
    expect(settingsChanges({ a: 1, b: { c: [1, 2], d: null } }, { b: { d: null, c: [1, 2] }, a: 1 })).toEqual(
      [],
    );
  });

  it('names each field that is changed, new or gone', () => {
    const was = { name: 'Old', policy: { ring: 25, talk: 90 }, cap: { amountMinor: 1 } };
    const is = { name: 'New', policy: { ring: 30, talk: 90 }, inboundNumber: '+4930901830' };
    expect(settingsChanges(was, is)).toEqual([
      { path: '/name', was: 'Old', is: 'New' },
      { path: '/policy/ring', was: 25, is: 30 },
      { path: '/cap', was: { amountMinor: 1 } },
      { path: '/inboundNumber', is: '+4930901830' },
    ]);
  });

  it('names people by their identifier, wherever in the list they stand', () => {
    const renamed = { ...ben, name: 'Benjamin' };
    expect(settingsChanges(people(anna, ben), people(anna, renamed))).toEqual([
      { path: '/internalContacts/con_ben00001/name', was: 'Ben', is: 'Benjamin' },
    ]);
    expect(settingsChanges(people(anna, ben), people(ben))).toEqual([
      { path: '/internalContacts/con_anna0001', was: anna },
    ]);
    expect(settingsChanges(people(anna), people({ name: 'Carla' }, anna))).toEqual([
      { path: '/internalContacts/new-1', is: { name: 'Carla' } },
    ]);
  });

  it('tells of another order once', () => {
    expect(settingsChanges(people(anna, ben), people(ben, anna))).toEqual([
      {
        path: '/internalContacts',
        was: ['con_anna0001', 'con_ben00001'],
        is: ['con_ben00001', 'con_anna0001'],
      },
    ]);
  });

  it('is never thrown by anything that is JSON, and is empty only for equal settings', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        if (!isPlainObject(one) || !isPlainObject(other)) return;
        expect(settingsChanges(one, one)).toEqual([]);
        settingsChanges(one, other);
      }),
    );
  });
});
