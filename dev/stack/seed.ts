import { z } from 'zod';
import { demoOrganisation, demoOrganisationName, demoTraveller } from '../../cli/demo-organisation.js';
import { DeskApi } from '../client/desk-api.js';

const pageSchema = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });
const createdSchema = z.object({ id: z.string() });

/** A stack as far as its API is concerned. */
export interface SeededStack {
  readonly apiUrl: string;
  readonly deskToken: string;
}

/** Creates the demo organisation with a traveller at the first start, and finds it again at the next. */
export async function seedDemoOrganisation(stack: SeededStack): Promise<{ readonly id: string }> {
  const api = new DeskApi(stack.apiUrl, stack.deskToken);
  const { items } = pageSchema.parse(await api.must('GET', '/v1/organisations?limit=200'));
  const known = items.find(({ name }) => name === demoOrganisationName);
  if (known !== undefined) return known;
  const organisation = createdSchema.parse(await api.must('POST', '/v1/organisations', demoOrganisation));
  await api.must('POST', '/v1/travellers', { organisationId: organisation.id, ...demoTraveller });
  return organisation;
}
