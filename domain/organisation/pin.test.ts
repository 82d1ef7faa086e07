import { describe, expect, it } from '@jest/globals';
import { isWeakPin, pinSchema } from './pin.js';

describe('the PIN of an authorising person (I9)', () => {
  it.each([
    '0000',
    '1111',
    '1212',
    '1122',
    '1234',
    '4321',
    '9876',
    '8901',
    '0987654321',
    '123123',
    '407407407',
  ])('is not %s', (digits) => {
    expect(isWeakPin(digits)).toBe(true);
    expect(pinSchema.safeParse(digits).success).toBe(false);
  });

  it.each(['4071', '83920', '135791357', '5029384716'])('may be %s', (digits) => {
    expect(pinSchema.parse(digits)).toBe(digits);
  });

  it.each(['407', '40718293041', '40 71', '407a', '', '４０７１'])(
    'is 4 to 10 digits, so not "%s"',
    (digits) => {
      expect(pinSchema.safeParse(digits).success).toBe(false);
    },
  );

  it('stands in no message', () => {
    for (const wrong of ['4444', '407a', 4071]) {
      expect(JSON.stringify(pinSchema.safeParse(wrong).error?.issues)).not.toMatch(/4444|407/);
    }
  });
});
