import type { Form } from '../form-schema.js';
import { attachments, merchantId } from './common-questions.js';

const byOthers = { is: 'one-of', question: 'acting-as', values: ['representative', 'adviser'] } as const;

export const businessDataAccess: Form = {
  topic: 'business-data-access',
  version: 1,
  kind: 'request',
  title: {
    en: 'Access to business data',
    de: 'Zugang zu Geschäftsdaten',
    hu: 'Hozzáférés üzleti adatokhoz',
  },
  description: {
    en: 'Ask for a copy of the data that we keep of your business. We check first that you may have it.',
    de: 'Fordern Sie eine Kopie der Daten an, die wir zu Ihrem Unternehmen führen. Wir prüfen zuerst, ob Sie sie erhalten dürfen.',
    hu: 'Kérjen másolatot a vállalkozásáról nálunk tárolt adatokról. Előbb ellenőrizzük, hogy jogosult-e rájuk.',
  },
  questions: [
    { ...merchantId, required: true },
    {
      id: 'acting-as',
      type: 'choice',
      label: { en: 'Who are you?', de: 'Wer sind Sie?', hu: 'Milyen minőségben jár el?' },
      options: [
        {
          id: 'owner',
          label: {
            en: 'Owner or managing director',
            de: 'Inhaberin, Inhaber oder Geschäftsführung',
            hu: 'Tulajdonos vagy ügyvezető',
          },
        },
        {
          id: 'representative',
          label: {
            en: 'Representative of the business',
            de: 'Vertretung des Unternehmens',
            hu: 'A vállalkozás képviselője',
          },
        },
        {
          id: 'adviser',
          label: {
            en: 'Tax adviser or lawyer',
            de: 'Steuerberatung oder Anwaltschaft',
            hu: 'Adótanácsadó vagy ügyvéd',
          },
        },
      ],
      required: true,
    },
    {
      id: 'authorisation',
      type: 'attachment',
      mostFiles: 3,
      label: {
        en: 'Written authorisation by the business',
        de: 'Schriftliche Vollmacht des Unternehmens',
        hu: 'A vállalkozás írásos meghatalmazása',
      },
      required: true,
      when: byOthers,
    },
    {
      id: 'data',
      type: 'several-choices',
      label: { en: 'Which data?', de: 'Welche Daten?', hu: 'Mely adatok?' },
      options: [
        { id: 'master-data', label: { en: 'Master data', de: 'Stammdaten', hu: 'Törzsadatok' } },
        { id: 'transactions', label: { en: 'Transactions', de: 'Umsätze', hu: 'Tranzakciók' } },
        { id: 'invoices', label: { en: 'Invoices', de: 'Rechnungen', hu: 'Számlák' } },
        { id: 'correspondence', label: { en: 'Correspondence', de: 'Schriftwechsel', hu: 'Levelezés' } },
        { id: 'other', label: { en: 'Other data', de: 'Andere Daten', hu: 'Egyéb adatok' } },
      ],
      required: true,
    },
    {
      id: 'other-data',
      type: 'long-text',
      mostCharacters: 5_000,
      label: { en: 'Which other data?', de: 'Welche anderen Daten?', hu: 'Mely egyéb adatok?' },
      required: true,
      when: { is: 'equals', question: 'data', value: 'other' },
    },
    {
      id: 'from',
      type: 'date',
      label: { en: 'From', de: 'Von', hu: 'Ettől' },
      required: false,
      when: { is: 'one-of', question: 'data', values: ['transactions', 'invoices', 'correspondence'] },
    },
    {
      id: 'until',
      type: 'date',
      label: { en: 'Until', de: 'Bis', hu: 'Eddig' },
      required: false,
      when: { is: 'answered', question: 'from' },
    },
    {
      id: 'send-to',
      type: 'email',
      label: {
        en: 'E-mail address for the link to the data',
        de: 'E-Mail-Adresse für den Link zu den Daten',
        hu: 'E-mail-cím az adatok hivatkozásához',
      },
      required: true,
    },
    {
      id: 'reason',
      type: 'long-text',
      mostCharacters: 2_000,
      label: {
        en: 'What do you need the data for?',
        de: 'Wofür benötigen Sie die Daten?',
        hu: 'Mire van szüksége az adatokra?',
      },
      required: true,
      when: { is: 'not', condition: { is: 'equals', question: 'acting-as', value: 'owner' } },
    },
    attachments,
  ],
};
