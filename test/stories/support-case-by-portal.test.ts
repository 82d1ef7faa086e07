import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { newColleague, newPartner } from './story/partners.js';
import type { SignedIn } from './story/signed-in.js';
import { beginStory, type Story } from './story/story.js';
import { caseSeenBy, messagesSeenBy, openCase, untilItIsSo } from './story/support-cases.js';

const listSchema = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })) });
const followUpSchema = z.looseObject({ id: z.string() });

describe('a partner who asks by the portal', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  const found = async (who: SignedIn, search: string) =>
    listSchema
      .parse(await (await who.ask('GET', `/v1/support-cases?search=${search}`)).json())
      .items.map(({ id }) => id);

  it('is answered, is told nothing of notes, and goes on in a new case once it is closed (C2, C3, C6, C7, C8, C10)', async () => {
    const { api, people } = story;
    const anna = await newPartner(story, people.anna);
    const ben = await newColleague(story, anna.accountId, people.ben);
    const carla = await newPartner(story, people.carla);
    const { id, number } = await openCase(anna.browser, 'Payout missing', {
      'idempotency-key': `case of ${people.anna.phone}`,
    });
    const path = `/v1/support-cases/${id}`;

    await api.must('POST', `${path}/notes`, { text: 'Bank says: account frozen.' });
    await api.must('POST', `${path}/messages`, { text: 'We ask the bank.', next: 'open' });
    const reply = await ben.browser.ask('POST', `${path}/messages`, { text: 'Thank you, it is urgent.' });
    expect(reply.status).toBe(201);
    await untilItIsSo(async () => (await messagesSeenBy(anna.browser, id)).length === 3);
    const messages = await messagesSeenBy(anna.browser, id);
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
    const ids = await Promise.all(both.map(async (each) => followUpSchema.parse(await each.json()).id));
    expect(new Set(ids).size).toBe(1);
    const next = await caseSeenBy(anna.browser, ids[0] ?? '');
    expect(next).toMatchObject({ state: 'new', followUpOf: id, topic: 'enquiry' });
    expect(next.number).not.toBe(number);
    await untilItIsSo(async () => (await caseSeenBy(anna.browser, id)).followUps.includes(next.id));
    await untilItIsSo(async () => (await caseSeenBy(anna.browser, id)).state === 'closed');
    expect(await messagesSeenBy(anna.browser, id)).toHaveLength(3);

    await api.must('POST', `/v1/support-cases/${next.id}/close`, { outcome: 'withdrawn' });
  });
});
