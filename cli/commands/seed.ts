import type { AccountLinks } from '../../api/sign-in/account-links.js';
import { newIdentifier } from '../../api/use-cases/identifiers.js';
import { completeSettings } from '../../api/use-cases/organisation-settings.js';
import type { Store } from '../../db/store.js';
import type { UserRole } from '../../domain/access/role.js';
import { belongsTo } from '../../domain/access/user-rules.js';
import { deskOrganisationId, type OrganisationId } from '../../domain/identifiers.js';
import { organisationInputSchema } from '../../domain/organisation/organisation.js';
import { travellerInputSchema } from '../../domain/organisation/traveller.js';
import { deskScope } from '../../domain/scope.js';
import type { Command, CommandNotes, Print } from '../command.js';
import {
  demoOrganisation,
  demoOrganisationName,
  demoPartner,
  demoPartnerId,
  demoTraveller,
} from '../demo-organisation.js';

export interface SeedDependencies {
  readonly store: Pick<Store, 'organisations' | 'travellers' | 'accounts' | 'users'>;
  readonly links: Pick<AccountLinks, 'make'>;
  readonly print: Print;
}

const people: readonly (readonly [name: string, role: UserRole])[] = [
  ['Desk lead', 'desk-lead'],
  ['Operator', 'operator'],
  ['Manager', 'organisation-manager'],
  ['Frieda', 'authorising-person'],
  ['Partner lead', 'partner-admin'],
  ['Partner colleague', 'partner-user'],
];

/** The demo organisation with a traveller, a partner account, and users to try. Doing it again changes nothing. */
export function seedCommand(connect: () => Promise<SeedDependencies>): Command {
  return {
    name: 'seed',
    usage: 'seed: a demo organisation with a traveller, a partner account, and users to try',
    audit: { records: 'change', subject: 'organisation' },
    async run(_args, notes) {
      const { store, links, print } = await connect();
      const organisationId = (await findDemo(store)) ?? (await createDemo(store, notes));
      print(`${demoOrganisationName}: ${organisationId}`);
      await createDemoPartner(store, notes);
      print(`${demoPartner.name}: ${demoPartnerId}`);
      const tenants = {
        desk: {},
        organisation: { organisationId },
        account: { accountId: demoPartnerId },
      } as const;
      const known = (await store.users.list(deskScope, { limit: 200 })).items;
      for (const [name, role] of people) {
        const email = `${role}@beistand.example`;
        if (known.some((user) => user.email === email)) {
          print(`${role} ${name}: there already`);
          continue;
        }
        const user = await store.users.create(deskScope, {
          id: newIdentifier('usr'),
          email,
          name,
          role,
          ...tenants[belongsTo(role)],
          language: 'en',
          timeZone: demoOrganisation.timeZone,
          supportMails: 'all',
          state: 'invited',
          hasSecondFactor: false,
          generation: 1,
          createdAt: new Date(),
        });
        notes.changed({
          organisationId: user.organisationId ?? deskOrganisationId,
          what: { kind: 'user', id: user.id },
          person: user.id,
          after: { email, name, role },
        });
        const { url } = await links.make('invitation', user);
        print(`${role} ${name}, ${email}: choose the password at ${url}`);
      }
      return 0;
    },
  };
}

async function findDemo({ organisations }: SeedDependencies['store']): Promise<OrganisationId | undefined> {
  let cursor: string | undefined;
  do {
    const page = await organisations.list(deskScope, {
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const found = page.items.find(({ settings }) => settings.name === demoOrganisationName);
    if (found !== undefined) return found.id;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return undefined;
}

async function createDemo(
  { organisations, travellers }: SeedDependencies['store'],
  notes: CommandNotes,
): Promise<OrganisationId> {
  const settings = completeSettings(organisationInputSchema.parse(demoOrganisation));
  const { id } = await organisations.create(deskScope, newIdentifier('org'), settings);
  notes.changed({ organisationId: id, what: { kind: 'organisation', id }, after: settings });
  const traveller = travellerInputSchema.parse({ organisationId: id, ...demoTraveller });
  const { id: travellerId } = await travellers.create(deskScope, newIdentifier('trv'), traveller);
  notes.changed({
    organisationId: id,
    what: { kind: 'traveller', id: travellerId },
    person: travellerId,
    after: traveller,
  });
  return id;
}

async function createDemoPartner(
  { accounts }: SeedDependencies['store'],
  notes: CommandNotes,
): Promise<void> {
  const { stored } = await accounts.create(deskScope, demoPartnerId, demoPartner, new Date());
  if (stored === 'exists') return;
  notes.changed({
    organisationId: deskOrganisationId,
    what: { kind: 'partner-account', id: demoPartnerId },
    after: demoPartner,
  });
}
