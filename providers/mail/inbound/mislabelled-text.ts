/** Windows-1252 for the bytes 128 to 159, by what they are decoded as; the other bytes are their own code points. */
const highBytes: ReadonlyMap<number, number> = new Map(
  Array.from(
    new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 32 }, (_, index) => 128 + index)),
  ).map((character, index) => [character.charCodeAt(0), 128 + index]),
);

/**
 * UTF-8 that was declared as Latin-1, or as a character set that nobody knows, reads "kÃ¶szÃ¶nÃ¶m". It is taken for UTF-8
 * where every single byte of it is: no other text of more than ASCII happens to be valid UTF-8.
 */
export function asMeantText(text: string): string {
  if (!/[\u00C2-\u00F4]/.test(text)) return text;
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const byte = code < 128 || (code > 159 && code < 256) ? code : highBytes.get(code);
    if (byte === undefined) return text;
    bytes[index] = byte;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}
