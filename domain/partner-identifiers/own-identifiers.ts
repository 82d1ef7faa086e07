import { z } from 'zod';
import { defaultIdentifierTypes } from './default-identifier-types.js';
import { checkedIdentifier } from './partner-identifier.js';

const typeIds = defaultIdentifierTypes.map(({ id }) => id);

const ownIdentifierSchema = z
  .strictObject({
    type: z.enum(typeIds).meta({ description: 'One of the known types of identifiers.' }),
    value: z.string().trim().min(1).max(80),
  })
  .transform(({ type, value }, context) => {
    const known = defaultIdentifierTypes.find(({ id }) => id === type);
    const checked = known && checkedIdentifier(known, value);
    if (checked?.is === 'right') return { type, value: checked.value };
    context.addIssue({
      code: 'custom',
      path: ['value'],
      message:
        checked?.because === 'check-digits'
          ? 'has check digits that do not fit; please look for a typing mistake'
          : `must look like ${known?.example ?? 'an identifier of this type'}`,
    });
    return z.NEVER;
  });
export type OwnIdentifier = z.output<typeof ownIdentifierSchema>;

/** The numbers by which a partner is known, in their one form; each once (C2, C3). */
export const ownIdentifiersSchema = z
  .array(ownIdentifierSchema)
  .max(20)
  .refine(
    (identifiers) =>
      new Set(identifiers.map(({ type, value }) => `${type} ${value}`)).size === identifiers.length,
    { message: 'has an identifier twice' },
  )
  .readonly();
