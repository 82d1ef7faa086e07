import { z } from 'zod';
import { userRoleSchema } from '../../domain/access/role.js';
import { supportMailChoices, userStates, type User } from '../../domain/access/user.js';
import { accountIdSchema, organisationIdSchema, userIdSchema } from '../../domain/identifiers.js';
import { languageSchema } from '../../domain/language.js';
import { momentSchema } from './shared.js';

export const userSchema = z
  .strictObject({
    id: userIdSchema,
    email: z.string(),
    name: z.string(),
    role: userRoleSchema,
    organisationId: organisationIdSchema
      .exactOptional()
      .meta({ description: 'Absent: of the desk, or of a partner account.' }),
    accountId: accountIdSchema.exactOptional().meta({ description: 'The partner account; absent: of none.' }),
    language: languageSchema,
    timeZone: z.string().meta({ description: 'IANA time zone in which they read moments.' }),
    supportMails: z.enum(supportMailChoices).meta({
      description:
        'About which support cases they get mails: all that they see, those they take part in, or none. Counts for ' +
        'partners and the desk.',
    }),
    state: z.enum(userStates),
    hasSecondFactor: z.boolean(),
    createdAt: momentSchema,
    lastSignInAt: momentSchema.exactOptional(),
  })
  .meta({ id: 'User' });
export type ShownUser = z.infer<typeof userSchema>;

export function showUser({ generation: _internal, createdAt, lastSignInAt, ...user }: User): ShownUser {
  return {
    ...user,
    createdAt: createdAt.toISOString(),
    ...(lastSignInAt === undefined ? {} : { lastSignInAt: lastSignInAt.toISOString() }),
  };
}
