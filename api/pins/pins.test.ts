import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { PinOwner } from '../../db/store.js';
import { temporaryStore, type TemporaryStore } from '../../db/store.fixture.js';
import { deskScope } from '../../domain/scope.js';
import { createPinCodes } from './pin-codes.js';
import { createPins } from './pins.js';

const key = randomBytes(32);
const right = '407182';
const wrong = '918273';
const minute = 60_000;

let temporary: TemporaryStore;
beforeAll(async () => {
  temporary = await temporaryStore();
});
afterAll(() => temporary.remove());

let number = 0;
/** Somebody with a PIN, and a clock that is set by hand. */
async function somebody({ withPin = true } = {}) {
  number += 1;
  const owner: PinOwner = { organisationId: 'org_company1', contactId: `con_person${number}` };
  const clock = { now: Date.parse('2026-11-21T08:00:00Z') };
  const pinsOf = (ownKey: Uint8Array) =>
    createPins({ pins: temporary.store.pins, codes: createPinCodes(ownKey), now: () => clock.now });
  const pins = pinsOf(key);
  if (withPin) await pins.set(deskScope, owner, right);
  const guess = async (digits: string, times = 1) => {
    const answers = await Promise.all(Array.from({ length: times }, () => pins.verify(owner, digits)));
    return answers.filter(Boolean).length;
  };
  return { owner, clock, pins, pinsOf, guess };
}

describe('the check of a PIN (I9)', () => {
  it('knows the right one, and no other', async () => {
    const { guess } = await somebody();
    expect(await guess(right)).toBe(1);
    expect(await guess(wrong)).toBe(0);
    expect(await guess('')).toBe(0);
  });

  it('answers for somebody without a PIN as for a wrong one', async () => {
    const { guess } = await somebody({ withPin: false });
    expect(await guess(right)).toBe(0);
  });

  it('needs the key of the environment beside the database, and the person whose it is', async () => {
    const { owner, pinsOf } = await somebody();
    expect(await pinsOf(randomBytes(32)).verify(owner, right)).toBe(false);
    const stored = await temporary.store.pins.find(deskScope, owner);
    const other: PinOwner = { organisationId: 'org_company1', contactId: 'con_other001' };
    await temporary.store.pins.save(deskScope, other, stored?.hash ?? '', new Date());
    expect(await pinsOf(key).verify(other, right)).toBe(false);
  });

  it('keeps nothing of the digits', async () => {
    const { owner } = await somebody();
    const stored = await temporary.store.pins.find(deskScope, owner);
    expect(stored?.hash).toMatch(/^\$argon2id\$/);
    expect(JSON.stringify(stored)).not.toContain(right);
  });

  it('is locked after five wrong tries, for the right PIN too; then opens again, and locks for twice as long', async () => {
    const { clock, guess } = await somebody();
    expect(await guess(wrong, 5)).toBe(0);
    expect(await guess(right)).toBe(0);
    clock.now += 14 * minute;
    expect(await guess(right)).toBe(0);
    clock.now += minute;
    expect(await guess(wrong, 5)).toBe(0);
    clock.now += 29 * minute;
    expect(await guess(right)).toBe(0);
    clock.now += minute;
    expect(await guess(right)).toBe(1);
    expect(await guess(wrong, 4)).toBe(0);
    expect(await guess(right)).toBe(1);
  });

  it('does not allow more by trying many at the same moment, from any number of processes', async () => {
    const { owner, clock, pinsOf } = await somebody();
    const digits = [...Array.from({ length: 29 }, (_, index) => `${5000 + index}9`), right];
    const [one, other] = [pinsOf(key), pinsOf(key)];
    const tries = digits
      .slice(0, 29)
      .map((each, index) => (index % 2 === 0 ? one : other).verify(owner, each));
    await Promise.all(tries);
    const stored = await temporary.store.pins.find(deskScope, owner);
    expect(stored?.attempts).toEqual({ tries: 0, locks: 1, lockedUntil: clock.now + 15 * minute });
    // Five were counted; the others changed nothing.
    expect(stored?.version).toBe(1 + 5);
    expect(await one.verify(owner, right)).toBe(false);
  });

  it('begins anew with a new PIN', async () => {
    const { owner, pins, guess } = await somebody();
    await guess(wrong, 5);
    await pins.set(deskScope, owner, '50293');
    expect(await guess(right)).toBe(0);
    expect(await guess('50293')).toBe(1);
  });
});
