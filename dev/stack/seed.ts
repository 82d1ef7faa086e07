import { z } from 'zod';
import { DeskApi } from '../client/desk-api.js';

const pageSchema = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });
const createdSchema = z.object({ id: z.string() });

/** A stack as far as its API is concerned. */
export interface SeededStack {
  readonly apiUrl: string;
  readonly deskToken: string;
}

export const demoOrganisationName = 'Demo organisation';

/** An own provider, three emergency contacts, somebody who authorises, and a traveller: enough to try everything. */
const demoOrganisation = {
  name: demoOrganisationName,
  language: 'en',
  timeZone: 'Europe/Berlin',
  providers: {
    assistance: {
      by: 'own',
      provider: { name: 'Assistance line', phones: ['+493023125010'], email: 'assistance@beistand.example' },
    },
  },
  internalContacts: [
    { name: 'Anna', phones: ['+4917139200011'], email: 'anna@beistand.example', language: 'en' },
    { name: 'Ben', phones: ['+4917139200012'], email: 'ben@beistand.example', language: 'de' },
    { name: 'Carla', phones: ['+4917139200013'], email: 'carla@beistand.example', language: 'hu' },
  ],
  authorisingPersons: [{ name: 'Frieda', phones: ['+4917139200014'], email: 'frieda@beistand.example' }],
};

/** Creates the demo organisation with a traveller at the first start, and finds it again at the next. */
export async function seedDemoOrganisation(stack: SeededStack): Promise<{ readonly id: string }> {
  const api = new DeskApi(stack.apiUrl, stack.deskToken);
  const { items } = pageSchema.parse(await api.must('GET', '/v1/organisations?limit=200'));
  const known = items.find(({ name }) => name === demoOrganisationName);
  if (known !== undefined) return known;
  const organisation = createdSchema.parse(await api.must('POST', '/v1/organisations', demoOrganisation));
  await api.must('POST', '/v1/travellers', {
    organisationId: organisation.id,
    name: 'Toni',
    phones: ['+4917139200020'],
    email: 'toni@beistand.example',
    language: 'de',
  });
  return organisation;
}
