/** Letters that Unicode does not take apart, and how they are written where they are not known. */
const plainLetters: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ħ: 'h',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ı: 'i',
};

/**
 * A text without case and accents, so that `Segítség`, `segitseg` and `SEGÍTSÉG` are the same, and `ő`, `ű`, `ł` find their
 * plain forms. Upper-casing first makes `ß` and `ss` the same too.
 */
export function foldedText(text: string): string {
  return withoutMarks(withoutMarks(text).toUpperCase().toLowerCase()).replace(
    /[øłđħæœþı]/g,
    (letter) => plainLetters[letter] ?? letter,
  );
}

function withoutMarks(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}+/gu, '');
}
