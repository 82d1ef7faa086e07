import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryStore, type TemporaryStore } from '../store.fixture.js';
import { personRoomNames } from '../../domain/persons/person-room-names.js';
import { collectionsWithoutPersons } from './registry.js';

let temporary: TemporaryStore;
beforeAll(async () => {
  temporary = await temporaryStore();
});
afterAll(() => temporary.remove());

describe('the rooms with data about people (R4)', () => {
  it('has one of each name, in the order in which they are erased', () => {
    expect(Object.keys(temporary.store.personRooms)).toEqual(personRoomNames);
  });

  it('says of every collection where a person stands in it, or why nobody does', () => {
    const collections = temporary.store.collections();
    const inRooms = new Set(Object.values(temporary.store.personRooms).flatMap((room) => room.collections));
    const without = Object.keys(collectionsWithoutPersons);
    expect({
      'in no room and without a reason': collections.filter(
        (name) => !inRooms.has(name) && !without.includes(name),
      ),
      'that do not exist': [...inRooms, ...without].filter((name) => !collections.includes(name)),
      'in a room and without people': without.filter((name) => inRooms.has(name)),
    }).toEqual({
      'in no room and without a reason': [],
      'that do not exist': [],
      'in a room and without people': [],
    });
  });

  it('gives a reason for each collection without people', () => {
    expect(Object.values(collectionsWithoutPersons).filter((reason) => reason.length < 10)).toEqual([]);
  });
});
