import type { Form } from '../form-schema.js';
import { answerBy, attachments, contractNumber, description, merchantId } from './common-questions.js';

export const billing: Form = {
  topic: 'billing',
  version: 1,
  kind: 'enquiry',
  title: { en: 'Invoices and payments', de: 'Rechnungen und Zahlungen', hu: 'Számlák és fizetések' },
  questions: [
    {
      id: 'about',
      type: 'choice',
      label: { en: 'What is it about?', de: 'Worum geht es?', hu: 'Miről van szó?' },
      options: [
        {
          id: 'invoice',
          label: {
            en: 'A question about an invoice',
            de: 'Frage zu einer Rechnung',
            hu: 'Kérdés egy számláról',
          },
        },
        { id: 'copy', label: { en: 'Copy of an invoice', de: 'Rechnungskopie', hu: 'Számlamásolat' } },
        {
          id: 'payment',
          label: {
            en: 'A payment or payout',
            de: 'Eine Zahlung oder Auszahlung',
            hu: 'Befizetés vagy kifizetés',
          },
        },
        {
          id: 'bank-details',
          label: {
            en: 'Change of bank details',
            de: 'Änderung der Bankverbindung',
            hu: 'Bankszámla módosítása',
          },
        },
      ],
      required: true,
    },
    {
      id: 'invoice-number',
      type: 'identifier',
      identifierType: 'invoice-number',
      label: { en: 'Invoice number', de: 'Rechnungsnummer', hu: 'Számlaszám' },
      required: true,
      when: { is: 'one-of', question: 'about', values: ['invoice', 'copy'] },
    },
    {
      id: 'amount',
      type: 'amount',
      currencies: ['EUR', 'HUF', 'USD', 'GBP', 'CHF'],
      label: { en: 'Amount', de: 'Betrag', hu: 'Összeg' },
      required: false,
      when: { is: 'one-of', question: 'about', values: ['invoice', 'payment'] },
    },
    {
      id: 'paid-on',
      type: 'date',
      label: { en: 'Date of the payment', de: 'Datum der Zahlung', hu: 'A fizetés napja' },
      required: false,
      when: { is: 'equals', question: 'about', value: 'payment' },
    },
    {
      id: 'signed-form',
      type: 'attachment',
      mostFiles: 2,
      label: {
        en: 'Signed letter with the new bank details',
        de: 'Unterschriebenes Schreiben mit der neuen Bankverbindung',
        hu: 'Aláírt levél az új bankszámlaadatokkal',
      },
      required: true,
      when: { is: 'equals', question: 'about', value: 'bank-details' },
    },
    {
      ...description,
      id: 'details',
      label: { en: 'Your question', de: 'Ihre Frage', hu: 'Az Ön kérdése' },
      when: { is: 'not', condition: { is: 'equals', question: 'about', value: 'copy' } },
    },
    merchantId,
    contractNumber,
    ...answerBy,
    attachments,
  ],
};
