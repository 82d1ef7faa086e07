import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { DateTime } from 'luxon';
import type { Money } from '../domain/escalation/policy.js';
import type { Language } from '../domain/language.js';
import type { Wording } from './wording.js';

/** Dates and numbers are written as in the countries whose languages we speak. */
const locales: Record<Language, string> = { en: 'en-GB', de: 'de-DE', hu: 'hu-HU' };

/**
 * A moment (epoch milliseconds) with date, time and the zone it is told in, e.g. `21 Nov 2026, 14:05:09 CET` (T5). An
 * unknown zone is taken for UTC: a time that says UTC is better than none.
 */
export function formatMoment(at: number, timeZone: string, language: Language): string {
  const moment = DateTime.fromMillis(at, { zone: timeZone, locale: locales[language] });
  const local = moment.isValid ? moment : DateTime.fromMillis(at, { zone: 'utc', locale: locales[language] });
  const written = local.toLocaleString({
    ...DateTime.DATE_MED,
    ...DateTime.TIME_24_WITH_SECONDS,
    timeZoneName: 'short',
  });
  return written.replace(/[\u202F\u00A0]/g, ' ');
}

/** An amount with its currency, e.g. `€10,000` or `10.000,50 €`; no cents where there are none. */
export function formatMoney({ amountMinor, currency }: Money, language: Language): string {
  return moneyFormat(currency, language, 'symbol').format(inMajorUnits(amountMinor, currency));
}

/** The same in words that a voice reads well, e.g. `10,000 euros`. */
export function speakableMoney({ amountMinor, currency }: Money, language: Language): string {
  return moneyFormat(currency, language, 'name').format(inMajorUnits(amountMinor, currency));
}

function moneyFormat(currency: string, language: Language, currencyDisplay: 'symbol' | 'name') {
  return new Intl.NumberFormat(locales[language], {
    style: 'currency',
    currency,
    currencyDisplay,
    trailingZeroDisplay: 'stripIfInteger',
  });
}

/** An amount without its currency, for tables that programs read, e.g. `10000.50`. */
export function plainAmount({ amountMinor, currency }: Money): string {
  return inMajorUnits(amountMinor, currency).toFixed(fractionDigits(currency));
}

function inMajorUnits(amountMinor: number, currency: string): number {
  return amountMinor / 10 ** fractionDigits(currency);
}

/** Minor units by ISO 4217: two digits for most, none for JPY, three for KWD. */
function fractionDigits(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return maximumFractionDigits ?? 2;
}

/** A phone number for reading, e.g. `+49 30 901820`. */
export function formatPhoneNumber(phone: string): string {
  return parsePhoneNumberFromString(phone)?.formatInternational() ?? phone;
}

/** A phone number for a voice: digit by digit, with a breath between the groups, e.g. `plus 4 9, 3 0, 9 0 1 8 2 0`. */
export function speakablePhoneNumber(phone: string, language: Language, wording: Wording): string {
  const groups = formatPhoneNumber(phone)
    .split(/[^\d+]+/)
    .filter((group) => group !== '')
    .map((group) =>
      group
        .split('')
        .map((sign) => (sign === '+' ? wording.text(language, 'voice.plus') : sign))
        .join(' '),
    );
  return groups.join(', ');
}

/** Several things in a sentence, e.g. `Anna, Ben and Carla`. */
export function formatList(items: readonly string[], language: Language): string {
  return new Intl.ListFormat(locales[language], { type: 'conjunction' }).format(items);
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Free text for a voice or a text message: on one line, cut at a word (never within a character) with an ellipsis, and
 * ended like a sentence, so that a voice pauses behind it.
 */
export function shortened(text: string, mostCharacters: number): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  const characters = Array.from(graphemes.segment(line), ({ segment }) => segment);
  if (characters.length <= mostCharacters) return line === '' || /[.!?…]$/u.test(line) ? line : `${line}.`;
  const cut = characters.slice(0, mostCharacters).join('');
  const atWord = cut.replace(/\s+\S*$/u, '');
  return `${atWord === '' ? cut : atWord}…`;
}

/** A month such as `2026-11`, e.g. `November 2026`; short for the axis of a chart, e.g. `Nov 26`. */
export function formatMonth(month: string, language: Language, length: 'long' | 'short' = 'long'): string {
  return DateTime.fromISO(`${month}-01`, { zone: 'utc', locale: locales[language] }).toLocaleString(
    length === 'long' ? { month: 'long', year: 'numeric' } : { month: 'short', year: '2-digit' },
  );
}

const durationUnits = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** As short as can be, where all units are told in the same way then. */
const unitDisplays = { en: 'narrow', de: 'short', hu: 'short' } as const satisfies Record<Language, string>;

/** A duration in milliseconds by its two largest units, e.g. `2m 5s` or `3d 4h`. */
export function formatDuration(milliseconds: number, language: Language): string {
  let rest = Math.round(milliseconds / 1000);
  const first = durationUnits.findIndex(([, seconds]) => rest >= seconds);
  const shown = durationUnits.slice(first === -1 ? -1 : first).slice(0, 2);
  const parts = shown.flatMap(([unit, seconds], index) => {
    const number = Math.floor(rest / seconds);
    rest -= number * seconds;
    if (index > 0 && number === 0) return [];
    const unitDisplay = unitDisplays[language];
    return new Intl.NumberFormat(locales[language], { style: 'unit', unit, unitDisplay }).format(number);
  });
  return parts.join(' ').replace(/\u00A0/g, ' ');
}

/** A number of things, or an average of it with one digit behind the point. */
export function formatNumber(number: number, language: Language): string {
  return new Intl.NumberFormat(locales[language], { maximumFractionDigits: 1 }).format(number);
}

/** A part from 0 to 1, e.g. `95.5%`. */
export function formatPercent(part: number, language: Language): string {
  return new Intl.NumberFormat(locales[language], { style: 'percent', maximumFractionDigits: 1 }).format(
    part,
  );
}
