import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CorrespondentRepository } from '../correspondent-store.js';
import { temporaryStore, type TemporaryStore } from '../store.fixture.js';

let temporary: TemporaryStore;
let correspondents: CorrespondentRepository;
beforeAll(async () => {
  temporary = await temporaryStore();
  ({ correspondents } = temporary.store);
});
afterAll(() => temporary.remove());

const at = (seconds: number) => new Date(1_000_000 + seconds * 1000);

describe('correspondents (C4)', () => {
  it('are known by their address, whatever its letters, and by what is counted', async () => {
    await correspondents.note('received', 'Anna@example.org', 'mai_1', at(1));
    await correspondents.note('received', 'anna@EXAMPLE.org', 'mai_2', at(2));
    await correspondents.note('answered', 'anna@example.org', 'mai_2', at(3));
    expect(await correspondents.times('received', 'anna@example.org', 'mai_3')).toEqual([at(2), at(1)]);
    expect(await correspondents.times('received', 'anna@example.org', 'mai_1')).toEqual([at(2)]);
    expect(await correspondents.times('answered', 'anna@example.org', '')).toEqual([at(3)]);
    expect(await correspondents.times('received', 'ben@example.org', '')).toEqual([]);
  });

  it('count the same mail once, also at the same moment', async () => {
    const note = () => correspondents.note('received', 'carla@example.org', 'mai_1', at(1));
    await Promise.all(Array.from({ length: 10 }, note));
    expect(await correspondents.times('received', 'carla@example.org', '')).toEqual([at(1)]);
  });

  it('count different mails at the same moment, the first ones of an address too', async () => {
    const note = (index: number) =>
      correspondents.note('received', 'dora@example.org', `mai_${index}`, at(index));
    await Promise.all(Array.from({ length: 10 }, (_, index) => note(index)));
    expect(await correspondents.times('received', 'dora@example.org', '')).toHaveLength(10);
  });

  it('keep no more than any cap needs', async () => {
    for (let index = 0; index < 260; index += 1) {
      await correspondents.note('received', 'flood@example.org', `mai_${index}`, at(index));
    }
    const times = await correspondents.times('received', 'flood@example.org', '');
    expect(times).toHaveLength(250);
    expect(times[0]).toEqual(at(259));
  });
});
