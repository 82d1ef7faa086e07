/**
 * The reference ID that stands in mails beside the case number (C3): eight random letters and a check letter, in groups of
 * three. Short enough to be read out on the telephone, and impossible to confuse: no 0 and O, no 1, I and L.
 *
 * There are 31 letters, a prime number, so that a check letter of weighted values finds every single wrong letter and every
 * exchange of two. It is no secret: whoever quotes it still has to belong to the account.
 */
const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const randomLetters = 8;

/** So many bytes make one; with 80 bits no letter is noticeably more likely than another. */
export const referenceIdBytes = 10;

/** The reference ID of random bytes. Throws RangeError when there are fewer than {@link referenceIdBytes}. */
export function referenceIdOf(bytes: Uint8Array): string {
  if (bytes.length < referenceIdBytes) throw new RangeError('A reference ID is made of 80 bits.');
  let rest = bytes.subarray(0, referenceIdBytes).reduce((value, byte) => value * 256n + BigInt(byte), 0n);
  const base = BigInt(letters.length);
  const values: number[] = [];
  for (let index = 0; index < randomLetters; index += 1) {
    values.push(Number(rest % base));
    rest /= base;
  }
  return grouped([...values, checkValueOf(values)]);
}

/** The reference ID that somebody typed, in any case and grouping; undefined when it is none, or has a mistake. */
export function parseReferenceId(text: string): string | undefined {
  const typed = text
    .slice(0, 60)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}./_]+/gu, '');
  const values = Array.from(typed, (letter) => letters.indexOf(letter));
  if (values.length !== randomLetters + 1 || values.includes(-1)) return undefined;
  return values.at(-1) === checkValueOf(values.slice(0, randomLetters)) ? grouped(values) : undefined;
}

function checkValueOf(values: readonly number[]): number {
  const sum = values.reduce((total, value, index) => total + (index + 2) * value, 0);
  return (letters.length - (sum % letters.length)) % letters.length;
}

function grouped(values: readonly number[]): string {
  return values
    .map((value, index) => `${index > 0 && index % 3 === 0 ? '-' : ''}${letters.charAt(value)}`)
    .join('');
}
