import type { Expectation } from '../expectation.js';

export const quotingGerman: readonly Expectation[] = [
  {
    file: 'gmail-antwort.eml',
    fresh: 'Die vom Februar.',
    folded: ['Welche Rechnung'],
    subject: 'Re: Frage zu einer Rechnung',
    parsed: 'yes',
  },
  {
    file: 'outlook-antwort.eml',
    fresh: 'Die vom Februar.\n\nMit freundlichen Grüßen\nPartner One',
    folded: ['Von: Desk', 'Welche Rechnung'],
    subject: 'AW: Frage zu einer Rechnung',
    parsed: 'yes',
  },
  {
    file: 'outlook-mobil-antwort.eml',
    fresh: 'Die vom Februar.',
    folded: ['Outlook für iOS', 'Welche Rechnung'],
    subject: 'AW: Frage zu einer Rechnung',
    madeFrom: 'html',
    parsed: 'yes',
  },
  {
    file: 'outlook-urspruengliche-nachricht.eml',
    fresh: 'Die vom Februar.',
    folded: ['Ursprüngliche Nachricht', 'Welche Rechnung?'],
    subject: 'AW: Frage',
    parsed: 'yes',
  },
  {
    file: 'apple-mail-antwort.eml',
    fresh: 'Die vom Februar.',
    folded: ['Welche Rechnung?'],
    subject: 'Re: Frage',
    parsed: 'yes',
  },
  {
    file: 'iphone-antwort.eml',
    fresh: 'Die vom Februar.',
    folded: ['Von meinem iPhone gesendet'],
    subject: 'Re: Frage',
    parsed: 'yes',
  },
  {
    file: 'thunderbird-antwort.eml',
    fresh: '> Welche Rechnung?\n\nDie vom Februar.\n\n> Welcher Betrag?\n\n120 EUR.',
    folded: ['Am 02.03.26'],
    subject: 'Re: Frage',
    parsed: 'yes',
  },
  {
    file: 'yahoo-antwort.eml',
    fresh: 'Die vom Februar.',
    folded: ['Folgendes geschrieben', 'Welche Rechnung?'],
    subject: 'Re: Frage',
    parsed: 'yes',
  },
  {
    file: 'gmx-antwort.eml',
    fresh: 'Die vom Februar.',
    folded: ['Von: "Desk"', 'Welche Rechnung?'],
    subject: 'Aw: Frage',
    parsed: 'yes',
  },
];
