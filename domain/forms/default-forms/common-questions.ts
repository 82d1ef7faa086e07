import type { Question } from '../question-schema.js';

/** Questions that several forms ask in the same words. */

export const merchantId: Question = {
  id: 'merchant-id',
  type: 'identifier',
  identifierType: 'merchant-id',
  label: { en: 'Your merchant ID', de: 'Ihre Händlernummer', hu: 'Az Ön kereskedői azonosítója' },
  help: {
    en: 'It stands on every statement. With it we find your account faster.',
    de: 'Sie steht auf jeder Abrechnung. Mit ihr finden wir Ihr Konto schneller.',
    hu: 'Minden elszámoláson szerepel. Segítségével gyorsabban megtaláljuk a fiókját.',
  },
  required: false,
};

export const contractNumber: Question = {
  id: 'contract-number',
  type: 'identifier',
  identifierType: 'contract-number',
  label: { en: 'Contract number', de: 'Vertragsnummer', hu: 'Szerződésszám' },
  required: false,
};

export const subject: Question = {
  id: 'subject',
  type: 'short-text',
  mostCharacters: 120,
  label: { en: 'Subject', de: 'Betreff', hu: 'Tárgy' },
  required: true,
};

export const description: Question = {
  id: 'description',
  type: 'long-text',
  mostCharacters: 10_000,
  label: { en: 'What is it about?', de: 'Worum geht es?', hu: 'Miről van szó?' },
  required: true,
};

export const attachments: Question = {
  id: 'attachments',
  type: 'attachment',
  mostFiles: 5,
  label: { en: 'Files', de: 'Dateien', hu: 'Fájlok' },
  help: {
    en: 'For example letters, screenshots or statements. Please do not send card numbers or passwords.',
    de: 'Zum Beispiel Schreiben, Bildschirmfotos oder Abrechnungen. Bitte senden Sie keine Kartennummern oder Kennwörter.',
    hu: 'Például levelek, képernyőképek vagy elszámolások. Kérjük, ne küldjön kártyaszámot vagy jelszót.',
  },
  required: false,
};

/** How to call back; asked only of those who want to be called. */
export const answerBy: readonly Question[] = [
  {
    id: 'answer-by',
    type: 'choice',
    label: {
      en: 'How shall we answer?',
      de: 'Wie sollen wir antworten?',
      hu: 'Hogyan válaszoljunk?',
    },
    options: [
      { id: 'writing', label: { en: 'In writing', de: 'Schriftlich', hu: 'Írásban' } },
      { id: 'phone', label: { en: 'By telephone', de: 'Telefonisch', hu: 'Telefonon' } },
    ],
    required: true,
  },
  {
    id: 'phone',
    type: 'phone',
    label: { en: 'Telephone number', de: 'Telefonnummer', hu: 'Telefonszám' },
    help: {
      en: 'With the country code, for example +49 30 901820.',
      de: 'Mit Ländervorwahl, zum Beispiel +49 30 901820.',
      hu: 'Országkóddal együtt, például +49 30 901820.',
    },
    required: true,
    when: { is: 'equals', question: 'answer-by', value: 'phone' },
  },
];
