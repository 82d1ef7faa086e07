import { z } from 'zod';

const fewestDifferentDigits = 3;

/**
 * Whether a PIN is among the first that somebody would try: fewer than three different digits (0000, 1212), digits in a
 * row up or down (1234, 9876, 8901), or a group that is repeated (123123).
 */
export function isWeakPin(digits: string): boolean {
  return new Set(digits).size < fewestDifferentDigits || isRow(digits) || isRepeatedGroup(digits);
}

/** After 9 comes 0, as on a keypad that people go along. */
function isRow(digits: string): boolean {
  const numbers = Array.from(digits, Number);
  const steps = numbers.slice(1).map((digit, index) => (digit - (numbers[index] ?? 0) + 10) % 10);
  return steps.every((step) => step === 1) || steps.every((step) => step === 9);
}

function isRepeatedGroup(digits: string): boolean {
  // A text that is made of a repeated part stands within itself, written twice, at another place than its beginning.
  return (digits + digits).indexOf(digits, 1) < digits.length;
}

/** What an authorising person proves with on the telephone that it is them (I9). Messages never repeat the digits. */
export const pinSchema = z
  .string()
  .regex(/^\d{4,10}$/, { message: 'must be 4 to 10 digits', abort: true })
  .refine((digits) => !isWeakPin(digits), {
    message: 'is among the first that anybody would try; please choose another',
  });
