import type { Form } from '../form-schema.js';
import { answerBy, attachments, description, merchantId, subject } from './common-questions.js';

export const technical: Form = {
  topic: 'technical',
  version: 1,
  kind: 'enquiry',
  title: { en: 'Technical problem', de: 'Technische Störung', hu: 'Műszaki probléma' },
  questions: [
    {
      id: 'area',
      type: 'choice',
      label: { en: 'Where does it occur?', de: 'Wo tritt es auf?', hu: 'Hol jelentkezik?' },
      options: [
        { id: 'portal', label: { en: 'Partner portal', de: 'Partnerportal', hu: 'Partnerportál' } },
        { id: 'terminal', label: { en: 'Terminal', de: 'Terminal', hu: 'Terminál' } },
        {
          id: 'interface',
          label: { en: 'Interface (API)', de: 'Schnittstelle (API)', hu: 'Interfész (API)' },
        },
        { id: 'other', label: { en: 'Elsewhere', de: 'Anderswo', hu: 'Máshol' } },
      ],
      required: true,
    },
    {
      id: 'impact',
      type: 'choice',
      label: {
        en: 'How much does it hinder you?',
        de: 'Wie sehr behindert es Sie?',
        hu: 'Mennyire akadályozza?',
      },
      options: [
        {
          id: 'standstill',
          label: { en: 'Nothing works', de: 'Nichts geht mehr', hu: 'Semmi sem működik' },
        },
        {
          id: 'hindered',
          label: {
            en: 'We work with difficulty',
            de: 'Wir arbeiten mit Mühe',
            hu: 'Nehezen tudunk dolgozni',
          },
        },
        { id: 'minor', label: { en: 'A little', de: 'Wenig', hu: 'Kissé' } },
      ],
      required: true,
    },
    subject,
    description,
    {
      id: 'terminals',
      type: 'number',
      least: 1,
      most: 100_000,
      decimals: 0,
      label: {
        en: 'How many terminals are affected?',
        de: 'Wie viele Terminals sind betroffen?',
        hu: 'Hány terminált érint?',
      },
      required: false,
      when: { is: 'equals', question: 'area', value: 'terminal' },
    },
    {
      id: 'error-message',
      type: 'long-text',
      mostCharacters: 5_000,
      label: {
        en: 'Words of the error message',
        de: 'Wortlaut der Fehlermeldung',
        hu: 'A hibaüzenet szövege',
      },
      required: false,
      when: { is: 'one-of', question: 'area', values: ['portal', 'terminal', 'interface'] },
    },
    {
      id: 'since',
      type: 'date',
      label: { en: 'Since when?', de: 'Seit wann?', hu: 'Mióta?' },
      required: false,
    },
    {
      id: 'reachable-now',
      type: 'phone',
      label: {
        en: 'Telephone number at which we reach you now',
        de: 'Telefonnummer, unter der wir Sie jetzt erreichen',
        hu: 'Telefonszám, amelyen most elérjük',
      },
      required: true,
      when: {
        is: 'and',
        conditions: [
          { is: 'equals', question: 'impact', value: 'standstill' },
          { is: 'one-of', question: 'area', values: ['terminal', 'interface'] },
        ],
      },
    },
    merchantId,
    ...answerBy,
    attachments,
  ],
};
