import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { mailsTo, receivedMail } from './story/mailbox.js';
import { acceptInvitation } from './story/signed-in.js';
import { beginStory, type Person, type Story } from './story/story.js';

const applicationSchema = z.looseObject({ id: z.string(), state: z.string() });
const accountSchema = z.looseObject({ id: z.string(), name: z.string() });
const listOf = <Item extends z.ZodType>(item: Item) => z.looseObject({ items: z.array(item) });

describe('a company that wants to become a partner', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  async function apply(person: Person, companyName: string, language: string): Promise<string> {
    const response = await fetch(`${story.stack.apiUrl}/v1/partner-applications`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `application of ${person.phone}` },
      body: JSON.stringify({
        companyName,
        contactName: person.name,
        email: person.email,
        phone: person.phone,
        language,
        country: 'HU',
        message: 'We would like to sell your policies.',
        identifiers: [{ type: 'merchant-id', value: 'M-123 456' }],
      }),
    });
    expect([200, 201]).toContain(response.status);
    return z.looseObject({ id: z.string() }).parse(await response.json()).id;
  }

  it('applies, is accepted by the desk, lets colleagues in, and is seen by no other partner (C1, C8)', async () => {
    const { api, people } = story;
    const { anna, ben, carla } = people;
    const company = `Utazás és Társa ${anna.phone}`;
    const application = await apply(anna, company, 'hu');
    expect(await apply(anna, company, 'hu')).toBe(application);
    const confirmation = await receivedMail(story, anna, /Jelentkezése megérkezett/);
    expect(confirmation.text).toContain(application);
    expect(confirmation.text).not.toContain(company);

    const received = await api.must('GET', `/v1/partner-applications/${application}`);
    expect(received).toMatchObject({
      companyName: company,
      phone: anna.phone,
      identifiers: [{ type: 'merchant-id', value: 'M123456' }],
      state: 'received',
    });
    await api.must('POST', `/v1/partner-applications/${application}/accept`);
    const accepted = await api.must('POST', `/v1/partner-applications/${application}/accept`);
    expect(applicationSchema.parse(accepted).state).toBe('accepted');
    const { accountId } = z.looseObject({ accountId: z.string() }).parse(accepted);

    const admin = await acceptInvitation(story, anna);
    expect(await (await admin.ask('GET', '/v1/me')).json()).toMatchObject({
      role: 'partner-admin',
      accountId,
    });
    const invitations = (await mailsTo(story, anna)).filter(({ text }) =>
      text.includes('/account/invitation/'),
    );
    expect(invitations).toHaveLength(1);
    const invited = await admin.ask('POST', '/v1/users', {
      email: ben.email,
      name: ben.name,
      role: 'partner-user',
      accountId,
      language: 'en',
    });
    expect(invited.status).toBe(201);
    const colleague = await acceptInvitation(story, ben);
    const seen = listOf(accountSchema).parse(
      await (await colleague.ask('GET', '/v1/partner-accounts')).json(),
    );
    expect(seen.items).toEqual([expect.objectContaining({ id: accountId, name: company })]);
    const colleagues: unknown = await (await admin.ask('GET', '/v1/users')).json();
    expect(
      listOf(z.looseObject({ email: z.string() }))
        .parse(colleagues)
        .items.map(({ email }) => email),
    ).toEqual([anna.email, ben.email]);
    expect((await colleague.ask('GET', '/v1/users')).status).toBe(403);

    const other = await apply(carla, `Another company ${carla.phone}`, 'en');
    await api.must('POST', `/v1/partner-applications/${other}/accept`);
    const stranger = await acceptInvitation(story, carla);
    expect((await stranger.ask('GET', `/v1/partner-accounts/${accountId}`)).status).toBe(404);
    for (const path of ['/v1/partner-accounts', '/v1/users']) {
      const shown = await (await stranger.ask('GET', path)).text();
      expect(shown).toContain(path === '/v1/users' ? carla.email : carla.phone);
      expect(shown).not.toContain(anna.email);
      expect(shown).not.toContain(company);
    }
    expect((await stranger.ask('GET', '/v1/partner-applications')).status).toBe(403);
    expect((await stranger.ask('GET', '/v1/incidents')).status).toBe(403);
  });
});
