import type { Expectation } from '../expectation.js';

export const quotingHungarian: readonly Expectation[] = [
  {
    file: 'gmail-valasz.eml',
    fresh: 'A februárit.',
    folded: ['ezt írta', 'Melyik számlára'],
    subject: 'Re: Kérdés egy számláról',
    parsed: 'yes',
  },
  {
    file: 'gmail-valasz-jeloletlen.eml',
    fresh: 'A februárit.',
    folded: ['Melyik számlára'],
    subject: 'Re: Kérdés',
    parsed: 'yes',
  },
  {
    file: 'outlook-valasz.eml',
    fresh: 'A februárit.\n\nÜdvözlettel:\nPartner One',
    folded: ['Feladó: Desk', 'Melyik számlára'],
    subject: 'RE: Kérdés egy számláról',
    parsed: 'yes',
  },
  {
    file: 'outlook-eredeti-uzenet.eml',
    fresh: 'A februárit.',
    folded: ['Eredeti üzenet', 'Melyik számlára'],
    subject: 'RE: Kérdés',
    parsed: 'yes',
  },
  {
    file: 'outlook-mobil-valasz.eml',
    fresh: 'A februárit.',
    folded: ['Outlook beszerzése', 'Melyik számlára'],
    subject: 'RE: Kérdés',
    parsed: 'yes',
  },
  {
    file: 'thunderbird-valasz.eml',
    fresh: 'A februárit.',
    folded: ['keltezéssel', 'Melyik számlára'],
    subject: 'Re: Kérdés',
    parsed: 'yes',
  },
  {
    file: 'iphone-valasz.eml',
    fresh: 'A februárit.',
    folded: ['iPhone-ról küldve', 'Melyik számlára'],
    subject: 'Re: Kérdés',
    parsed: 'yes',
  },
  {
    file: 'apple-mail-valasz.eml',
    fresh: 'A februárit.',
    folded: ['időpontban', 'Melyik számlára'],
    subject: 'Re: Kérdés',
    parsed: 'yes',
  },
  {
    file: 'yahoo-valasz.eml',
    fresh: 'A februárit.',
    folded: ['időpontban', 'Melyik számlára'],
    subject: 'Re: Kérdés',
    parsed: 'yes',
  },
];
