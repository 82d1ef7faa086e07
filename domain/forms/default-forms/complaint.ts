import type { Form } from '../form-schema.js';
import {
  answerBy,
  attachments,
  contractNumber,
  description,
  merchantId,
  subject,
} from './common-questions.js';

export const complaint: Form = {
  topic: 'complaint',
  version: 1,
  kind: 'complaint',
  title: { en: 'Complaint', de: 'Beschwerde', hu: 'Panasz' },
  description: {
    en: 'Tell us what went wrong and what you expect of us.',
    de: 'Sagen Sie uns, was schiefgegangen ist und was Sie von uns erwarten.',
    hu: 'Írja meg, mi nem sikerült, és mit vár tőlünk.',
  },
  questions: [
    {
      id: 'about',
      type: 'choice',
      label: {
        en: 'What is your complaint about?',
        de: 'Worüber beschweren Sie sich?',
        hu: 'Mire vonatkozik a panasza?',
      },
      options: [
        { id: 'service', label: { en: 'A service', de: 'Eine Leistung', hu: 'Egy szolgáltatás' } },
        { id: 'staff', label: { en: 'Our staff', de: 'Unsere Mitarbeitenden', hu: 'Munkatársaink' } },
        { id: 'charge', label: { en: 'A charge', de: 'Eine Berechnung', hu: 'Egy díj felszámítása' } },
        { id: 'case', label: { en: 'An earlier case', de: 'Ein früherer Vorgang', hu: 'Egy korábbi ügy' } },
        { id: 'other', label: { en: 'Something else', de: 'Etwas anderes', hu: 'Egyéb' } },
      ],
      required: true,
    },
    subject,
    description,
    {
      id: 'happened-on',
      type: 'date',
      label: { en: 'When did it happen?', de: 'Wann ist es geschehen?', hu: 'Mikor történt?' },
      required: false,
    },
    {
      id: 'earlier-case',
      type: 'short-text',
      mostCharacters: 40,
      label: {
        en: 'Number of the earlier case',
        de: 'Nummer des früheren Vorgangs',
        hu: 'A korábbi ügy száma',
      },
      help: {
        en: 'For example B-2026-000123.',
        de: 'Zum Beispiel B-2026-000123.',
        hu: 'Például B-2026-000123.',
      },
      required: true,
      when: { is: 'equals', question: 'about', value: 'case' },
    },
    {
      id: 'amount',
      type: 'amount',
      currencies: ['EUR', 'HUF', 'USD', 'GBP', 'CHF'],
      label: { en: 'Amount in dispute', de: 'Strittiger Betrag', hu: 'Vitatott összeg' },
      required: true,
      when: { is: 'equals', question: 'about', value: 'charge' },
    },
    {
      id: 'expectation',
      type: 'long-text',
      mostCharacters: 5_000,
      label: { en: 'What do you expect of us?', de: 'Was erwarten Sie von uns?', hu: 'Mit vár tőlünk?' },
      required: false,
    },
    merchantId,
    contractNumber,
    ...answerBy,
    attachments,
  ],
};
