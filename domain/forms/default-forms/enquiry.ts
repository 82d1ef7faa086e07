import type { Form } from '../form-schema.js';
import {
  answerBy,
  attachments,
  contractNumber,
  description,
  merchantId,
  subject,
} from './common-questions.js';

export const enquiry: Form = {
  topic: 'enquiry',
  version: 1,
  kind: 'enquiry',
  title: { en: 'General enquiry', de: 'Allgemeine Anfrage', hu: 'Általános kérdés' },
  description: {
    en: 'For everything that fits none of the other topics.',
    de: 'Für alles, was zu keinem der anderen Themen passt.',
    hu: 'Mindenre, ami egyik másik témába sem illik.',
  },
  questions: [subject, description, merchantId, contractNumber, ...answerBy, attachments],
};
