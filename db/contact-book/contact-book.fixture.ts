import type { OrganisationSettings } from '../../domain/organisation/organisation.js';
import { organisationSettingsSchema } from '../../domain/organisation/organisation.js';
import type { TravellerInput } from '../../domain/organisation/traveller.js';
import { deskScope } from '../../domain/scope.js';
import type { Target } from '../../domain/target.js';
import { targetKey } from '../../domain/target.js';
import type { Store } from '../store.js';
import type { ContactBook, DeskLines } from './contact-book.js';

/** For tests: the desk. */
export const desk: DeskLines = {
  name: 'Desk',
  language: 'de',
  phone: '+4930901820',
  email: 'desk@example.org',
  dutyPhone: '+4930901821',
  dutyEmail: 'duty@example.org',
  emergencyNumber: '+4930901822',
};

/** For tests: an organisation with its own provider, two contacts and an authorising person. */
export function settings(changes: Partial<OrganisationSettings> = {}): OrganisationSettings {
  return organisationSettingsSchema.parse({
    name: 'Company',
    language: 'hu',
    inboundNumber: '+4930901830',
    providers: {
      assistance: { by: 'own', provider: { id: 'con_own00001', name: 'Own', phones: ['+4930901840'] } },
      backups: [],
    },
    internalContacts: [
      { id: 'con_anna0001', name: 'Anna', phones: ['+4930901850', '+4930901851'], email: 'anna@example.org' },
      { id: 'con_ben00001', name: 'Ben', phones: ['+4930901851'], texts: false, language: 'en' },
    ],
    authorisingPersons: [{ id: 'con_carla001', name: 'Carla', phones: ['+4930901850'] }],
    ...changes,
  });
}

export const anna = { role: 'internal-contact', id: 'con_anna0001' } as const;
export const traveller: TravellerInput = {
  organisationId: 'org_company1',
  name: 'Dora',
  phones: ['+4930901860'],
  language: 'en',
};

/** Stores the organisation and one traveller. */
export async function filled(store: Store): Promise<void> {
  const by = { by: 'user', userId: 'usr_editor01' } as const;
  await store.organisations.create(deskScope, 'org_company1', settings(), by);
  await store.travellers.create(deskScope, 'trv_dora0001', traveller);
}

/** Everything a dial may ask for. */
export async function askEverything(book: ContactBook) {
  const dora: Target = { role: 'traveller', id: 'trv_dora0001' };
  return {
    organisation: (await book.organisation('org_company1'))?.settings,
    traveller: await book.traveller('org_company1', 'trv_dora0001'),
    travellersByPhone: await book.travellersByPhone('+4930901860'),
    inbound: (await book.organisationByInboundNumber('+4930901830'))?.id,
    targets: (await book.targetsByPhone('+4930901850')).map(({ target }) => targetKey(target)),
    anna: await book.reach('org_company1', anna),
    dora: await book.reach('org_company1', dora),
    ladder: (await book.providerLadder('org_company1', 'medical')).map(({ target }) => targetKey(target)),
    contacts: (await book.internalContacts('org_company1')).map(({ name }) => name),
    authorising: (await book.authorisingPersons('org_company1')).map(({ name }) => name),
    emergencyNumber: await book.emergencyNumber('org_company1'),
  };
}

/** The answers of askEverything once the store is filled. */
export const everything = {
  organisation: settings(),
  traveller: { id: 'trv_dora0001', ...traveller },
  travellersByPhone: [{ id: 'trv_dora0001', ...traveller }],
  inbound: 'org_company1',
  targets: ['internal-contact/con_anna0001', 'authorising-person/con_carla001'],
  anna: {
    target: anna,
    name: 'Anna',
    phones: ['+4930901850', '+4930901851'],
    texts: true,
    email: 'anna@example.org',
    language: 'hu',
  },
  dora: {
    target: { role: 'traveller', id: 'trv_dora0001' },
    name: 'Dora',
    phones: ['+4930901860'],
    texts: true,
    language: 'en',
  },
  ladder: ['assistance-provider/con_own00001', 'desk/desk', 'duty-lead/duty-lead'],
  contacts: ['Anna', 'Ben'],
  authorising: ['Carla'],
  emergencyNumber: '+4930901840',
};
