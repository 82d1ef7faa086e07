/** The alphabet in which a text message is sent; one sign outside of GSM-7 puts the whole text into UCS-2. */
export type TextAlphabet = 'GSM-7' | 'UCS-2';

export interface TextParts {
  readonly alphabet: TextAlphabet;
  /** How many messages it is sent, and charged, as. */
  readonly parts: number;
}

/** GSM 03.38, the default alphabet (3GPP TS 23.038, 6.2.1), and its extension, of which each sign counts twice. */
const gsmSigns = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extendedSigns = new Set('\f^{}\\[~]|€');

/** What fits into a text of one part, and into each part of a longer one, which begins with a header. */
const room = { 'GSM-7': { alone: 160, each: 153 }, 'UCS-2': { alone: 70, each: 67 } } as const;

/** Counts the parts of a text message. */
export function textParts(text: string): TextParts {
  const signs = Array.from(text);
  const isGsm = signs.every((sign) => gsmSigns.has(sign) || extendedSigns.has(sign));
  const alphabet = isGsm ? 'GSM-7' : 'UCS-2';
  const sizes = signs.map((sign) => (isGsm ? (extendedSigns.has(sign) ? 2 : 1) : sign.length));
  const { alone, each } = room[alphabet];
  if (sizes.reduce((sum, size) => sum + size, 0) <= alone) return { alphabet, parts: 1 };
  let parts = 1;
  let used = 0;
  for (const size of sizes) {
    // No sign is divided between two parts.
    if (used + size > each) {
      parts += 1;
      used = 0;
    }
    used += size;
  }
  return { alphabet, parts };
}

/** Signs that look better than those of GSM-7 and say no more: quotation marks, dashes, an ellipsis, kinds of space. */
const plainForms: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u201A\u201B\u2032]/g, "'"],
  [/[\u201C\u201D\u201E\u201F\u2033\u00AB\u00BB]/g, '"'],
  [/[\u2010-\u2015\u2212\u2022]/g, '-'],
  [/\u2026/g, '...'],
  [/[\u00A0\u2000-\u200A\u202F\u205F]/g, ' '],
  [/[\u00AD\u200B\u2060\uFEFF]/g, ''],
];

/** The same text without signs that would cost it the alphabet of GSM-7 for nothing. */
export function inPlainSigns(text: string): string {
  return plainForms.reduce((plain, [signs, form]) => plain.replace(signs, form), text);
}
