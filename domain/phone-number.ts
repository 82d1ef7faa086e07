import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { z } from 'zod';

/** A phone number in E.164 form, e.g. `+4930901820`, valid by its country's numbering plan. Spaces are accepted. */
export const phoneNumberSchema = z
  .string()
  .max(40)
  .transform((text, context) => {
    const parsed = parsePhoneNumberFromString(text);
    if (parsed?.isValid()) return parsed.number;
    context.addIssue({
      code: 'custom',
      message: 'must be a valid phone number in international form, e.g. +4930901820',
    });
    return z.NEVER;
  });
export type PhoneNumber = z.infer<typeof phoneNumberSchema>;
