/**
 * How an identifier shows that it was typed wrongly: `luhn` by its last digit, as card numbers do (ISO/IEC 7812-1); `mod97`
 * by its last two digits, letters counting as 10 to 35 (ISO/IEC 7064, MOD 97-10).
 */
export type CheckDigitKind = 'luhn' | 'mod97';

/** Whether the check digits fit. Expects upper-case letters and digits; a letter never fits `luhn`. */
export function hasRightCheckDigits(value: string, kind: CheckDigitKind): boolean {
  return kind === 'luhn' ? isRightByLuhn(value) : isRightByMod97(value);
}

function isRightByLuhn(value: string): boolean {
  if (!/^\d{2,}$/.test(value)) return false;
  const sum = Array.from(value, Number)
    .reverse()
    .reduce((total, digit, index) => {
      const weighted = index % 2 === 0 ? digit : digit * 2;
      return total + (weighted > 9 ? weighted - 9 : weighted);
    }, 0);
  return sum % 10 === 0;
}

function isRightByMod97(value: string): boolean {
  if (!/^[0-9A-Z]+\d{2}$/.test(value)) return false;
  return (
    Array.from(value, (character) => Number.parseInt(character, 36).toString())
      .join('')
      .split('')
      .reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1
  );
}
