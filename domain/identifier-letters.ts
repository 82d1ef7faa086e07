/**
 * The random or derived part of the identifiers that we make: 80 bits in 16 letters of 5 bits. So much keeps any two of
 * them apart by chance, among a hundred million as well, and is what a link in a text has room for (docs/adr/0012).
 */
export const identifierBytes = 10;
export const identifierLetters = 16;

const letters = 'abcdefghijklmnopqrstuvwxyz234567';

/** The letters of the first 80 bits. Throws RangeError when there are fewer. */
export function lettersOf(bytes: Uint8Array): string {
  if (bytes.length < identifierBytes) throw new RangeError('An identifier is made of 80 bits.');
  const bits = [...bytes.subarray(0, identifierBytes)]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  return Array.from({ length: identifierLetters }, (_, index) =>
    letters.charAt(Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2)),
  ).join('');
}

/** The bytes of such letters; undefined when the text is none. */
export function bytesOf(text: string): Uint8Array | undefined {
  if (text.length !== identifierLetters) return undefined;
  const values = Array.from(text, (letter) => letters.indexOf(letter));
  if (values.includes(-1)) return undefined;
  const bits = values.map((value) => value.toString(2).padStart(5, '0')).join('');
  return Uint8Array.from({ length: identifierBytes }, (_, index) =>
    Number.parseInt(bits.slice(index * 8, index * 8 + 8), 2),
  );
}
