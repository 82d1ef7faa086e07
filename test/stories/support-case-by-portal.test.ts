import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { newColleague, newPartner } from './story/partners.js';
import type { SignedIn } from './story/signed-in.js';
import { beginStory, type Story } from './story/story.js';

const caseSchema = z.looseObject({
  id: z.string(),
  number: z.string(),
  state: z.string(),
  followUps: z.array(z.string()),
});
const listSchema = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })) });
const messagesSchema = z.looseObject({
  items: z.array(z.looseObject({ text: z.string(), author: z.looseObject({ side: z.string() }) })),
});

describe('a partner who asks by the portal', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  const shown = async (who: SignedIn, id: string) =>
    caseSchema.parse(await (await who.ask('GET', `/v1/support-cases/${id}`)).json());
  const found = async (who: SignedIn, search: string) =>
    listSchema
      .parse(await (await who.ask('GET', `/v1/support-cases?search=${search}`)).json())
      .items.map(({ id }) => id);
  const messagesOf = async (who: SignedIn, id: string) =>
    messagesSchema.parse(await (await who.ask('GET', `/v1/support-cases/${id}/messages`)).json()).items;

  async function until(isSo: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 30_000;
    while (!(await isSo())) {
      if (Date.now() > deadline) throw new Error('It did not become so in time.');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it('is answered, is told nothing of notes, and goes on in a new case once it is closed (C2, C3, C6, C7, C8, C10)', async () => {
    const { api, people } = story;
    const anna = await newPartner(story, people.anna);
    const ben = await newColleague(story, anna.accountId, people.ben);
    const carla = await newPartner(story, people.carla);
    const opened = await anna.browser.ask(
      'POST',
      '/v1/support-cases',
      {
        topic: 'enquiry',
        formVersion: 1,
        answers: { subject: 'Payout missing', description: 'Where is it?', 'answer-by': 'writing' },
      },
      { 'idempotency-key': `case of ${people.anna.phone}` },
    );
    expect(opened.status).toBe(201);
    const { id, number } = caseSchema.parse(await opened.json());
    const path = `/v1/support-cases/${id}`;

    await api.must('POST', `${path}/notes`, { text: 'Bank says: account frozen.' });
    await api.must('POST', `${path}/messages`, { text: 'We ask the bank.', next: 'open' });
    const reply = await ben.browser.ask('POST', `${path}/messages`, { text: 'Thank you, it is urgent.' });
    expect(reply.status).toBe(201);
    await until(async () => (await messagesOf(anna.browser, id)).length === 3);
    const messages = await messagesOf(anna.browser, id);
    expect(messages.map(({ author }) => author.side)).toEqual(['partner', 'desk', 'partner']);
    expect(JSON.stringify(messages)).not.toContain('frozen');
    expect((await anna.browser.ask('GET', `${path}/notes`)).status).toBe(403);
    expect(await found(ben.browser, number)).toEqual([id]);
    expect(await found(ben.browser, 'payout urgent')).toEqual([id]);
    expect(await found(carla.browser, number)).toEqual([]);
    expect((await carla.browser.ask('GET', path)).status).toBe(404);

    expect((await ben.browser.ask('POST', `${path}/follow-up`, { text: 'And?' })).status).toBe(409);
    await api.must('POST', `${path}/close`, { outcome: 'answered' });
    const late = await ben.browser.ask('POST', `${path}/messages`, { text: 'One more thing.' });
    expect(late.status).toBe(409);

    const ask = () =>
      ben.browser.ask(
        'POST',
        `${path}/follow-up`,
        { text: 'It is still missing.' },
        {
          'idempotency-key': `further questions of ${people.ben.phone}`,
        },
      );
    const both = await Promise.all([ask(), ask()]);
    const ids = await Promise.all(both.map(async (each) => caseSchema.parse(await each.json()).id));
    expect(new Set(ids).size).toBe(1);
    const next = await shown(anna.browser, ids[0] ?? '');
    expect(next).toMatchObject({ state: 'new', followUpOf: id, topic: 'enquiry' });
    expect(next.number).not.toBe(number);
    await until(async () => (await shown(anna.browser, id)).followUps.includes(next.id));
    await until(async () => (await shown(anna.browser, id)).state === 'closed');
    expect(await messagesOf(anna.browser, id)).toHaveLength(3);

    await api.must('POST', `/v1/support-cases/${next.id}/close`, { outcome: 'withdrawn' });
  });
});
