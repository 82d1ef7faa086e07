import type { IdentifierType } from '../partner-identifiers/identifier-type.js';
import { type Form, formSchema } from './form-schema.js';

/** The same words in all languages, where words do not matter. */
export function inAllLanguages(text: string) {
  return { en: text, de: text, hu: text };
}

/** A question as it would be sent. */
export function question(id: string, type: string, more: object = {}): object {
  return { id, type, label: inAllLanguages(id), required: false, ...more };
}

export function options(...ids: readonly string[]): object {
  return { options: ids.map((id) => ({ id, label: inAllLanguages(id) })) };
}

/** A form as it would be sent. */
export function formInput(...questions: readonly object[]): object {
  return { topic: 'test', version: 1, kind: 'enquiry', title: inAllLanguages('Test'), questions };
}

export function form(...questions: readonly object[]): Form {
  return formSchema.parse(formInput(...questions));
}

export const contractType: IdentifierType = {
  id: 'contract',
  name: inAllLanguages('Contract'),
  parts: [
    { of: 'text', text: 'VN' },
    { of: 'digits', least: 4, most: 8 },
  ],
  example: 'VN 1234',
};

export const plainType: IdentifierType = {
  ...contractType,
  id: 'plain',
  parts: [{ of: 'digits', least: 4, most: 8 }],
  checkDigits: 'luhn',
};
