import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { AccountLinks } from '../../api/sign-in/account-links.js';
import { newIdentifier } from '../../api/use-cases/identifiers.js';
import type { Store } from '../../db/store.js';
import { profileSchema, userEmailSchema } from '../../domain/access/user.js';
import { deskOrganisationId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import type { Command, Print } from '../command.js';

export interface CreateAdminDependencies {
  readonly users: Pick<Store['users'], 'create'>;
  readonly links: Pick<AccountLinks, 'make'>;
  readonly print: Print;
}

const optionsSchema = z.strictObject({ email: userEmailSchema, ...profileSchema.shape });

/** The first desk lead, who can invite everybody else. They choose their password by the link that is printed. */
export function createAdminCommand(connect: () => Promise<CreateAdminDependencies>): Command {
  return {
    name: 'create-admin',
    usage: 'create-admin --email <address> --name <name> [--language en|de|hu] [--time-zone <zone>]',
    audit: { records: 'change', subject: 'user' },
    async run(args, notes) {
      const { values } = parseArgs({
        args: [...args],
        options: {
          email: { type: 'string' },
          name: { type: 'string' },
          language: { type: 'string', default: 'en' },
          'time-zone': { type: 'string', default: 'UTC' },
        },
      });
      const { 'time-zone': timeZone, ...given } = values;
      const options = optionsSchema.safeParse({ ...given, timeZone });
      const { users, links, print } = await connect();
      if (!options.success) {
        for (const { path, message } of options.error.issues) print(`--${path.join('.')}: ${message}`);
        return 2;
      }
      const user = await users.create(deskScope, {
        id: newIdentifier('usr'),
        ...options.data,
        role: 'desk-lead',
        supportMails: 'all',
        state: 'invited',
        hasSecondFactor: false,
        generation: 1,
        createdAt: new Date(),
      });
      notes.changed({
        organisationId: deskOrganisationId,
        what: { kind: 'user', id: user.id },
        person: user.id,
        after: { ...options.data, role: user.role },
      });
      const { url, expiresAt } = await links.make('invitation', user);
      print(
        `Desk lead ${user.id} is invited. Choose the password here, once, until ${expiresAt.toISOString()}:`,
      );
      print(url);
      return 0;
    },
  };
}
