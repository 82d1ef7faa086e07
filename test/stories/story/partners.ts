import { z } from 'zod';
import { acceptInvitation, type SignedIn } from './signed-in.js';
import type { Person, Story } from './story.js';

/** Somebody of a partner account, who has signed in. */
export interface Partner {
  readonly accountId: string;
  readonly browser: SignedIn;
}

const idSchema = z.looseObject({ id: z.string() });

/** A company applies and is accepted; its first user signs in. */
export async function newPartner(story: Story, person: Person): Promise<Partner> {
  const { api } = story;
  const application = {
    companyName: `Company ${person.phone}`,
    contactName: person.name,
    email: person.email,
    language: 'en',
    country: 'DE',
    message: 'We would like to work with you.',
  };
  const { id } = idSchema.parse(await api.must('POST', '/v1/partner-applications', application));
  const accepted = await api.must('POST', `/v1/partner-applications/${id}/accept`);
  const { accountId } = z.looseObject({ accountId: z.string() }).parse(accepted);
  return { accountId, browser: await acceptInvitation(story, person) };
}

/** Invites somebody into an account; they sign in. */
export async function newColleague(story: Story, accountId: string, person: Person): Promise<Partner> {
  const { email, name } = person;
  await story.api.must('POST', '/v1/users', { email, name, role: 'partner-user', accountId, language: 'en' });
  return { accountId, browser: await acceptInvitation(story, person) };
}
