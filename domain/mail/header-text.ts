/** Line breaks among them: what stands behind one must never become a header of its own in a mail that we write. */
const controlCharacters = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
/** Characters that cannot be seen; among them those that turn the direction of writing and so disguise a name. */
const invisibleCharacters = /\p{Cf}+/gu;
/** Halves of a character, which databases refuse. */
const loneSurrogates = /\p{Cs}/gu;

/** A header's value on one line, without anything that cannot be seen, at most so many UTF-16 units long. */
export function cleanHeader(value: string, most: number): string {
  return cut(
    // Cutting first bounds the work; what is removed can only make it shorter.
    value
      .slice(0, most * 4)
      .replace(controlCharacters, ' ')
      .replace(invisibleCharacters, '')
      .replace(loneSurrogates, '\uFFFD')
      .replace(/\s+/g, ' ')
      .trim(),
    most,
  );
}

/** A text of many lines: `\n` between them, no other control characters but the tabulator. */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Zl}\p{Zp}]/gu, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .replace(loneSurrogates, '\uFFFD')
    .replace(/^\uFEFF/, '');
}

/** At most so many UTF-16 units, never half a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
}

/** RFC 5322 allows 998 octets in a line, so no longer identifier can be told on. */
const mostIdentifierLength = 998;
const mostIdentifiers = 100;

/**
 * The message identifiers in a header, with their angle brackets. Some programs leave the brackets out. Of too many, the
 * last are kept: they are the nearest.
 */
export function messageIdsOf(value: string): readonly string[] {
  const bracketed = [...value.matchAll(/<([^<>\s]+)>/g)].map(([whole]) => whole);
  const found =
    bracketed.length > 0
      ? bracketed
      : value
          .split(/[\s,;<>]+/)
          .filter((word) => /^[^@]+@[^@]+$/.test(word))
          .map((word) => `<${word}>`);
  return [...new Set(found.filter((id) => id.length <= mostIdentifierLength))].slice(-mostIdentifiers);
}
