import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newColleague, newPartner, type Partner } from './story/partners.js';
import { beginStory, type Story } from './story/story.js';
import { caseSeenBy, messagesSeenBy, openCase, problemSchema, untilItIsSo } from './story/support-cases.js';

describe('a question that was asked twice', () => {
  let story: Story;
  let anna: Partner;
  let ben: Partner;
  beforeAll(async () => {
    story = await beginStory();
    anna = await newPartner(story, story.people.anna);
    ben = await newColleague(story, anna.accountId, story.people.ben);
  });
  afterAll(() => story.end());

  it('is merged by the desk: both users are led from the one case to the other, where the talk goes on (C10)', async () => {
    const { api } = story;
    const first = await openCase(anna.browser, 'Payout of October');
    const again = await openCase(ben.browser, 'Payout of October, once more');
    const path = `/v1/support-cases/${again.id}`;
    const merged = await api.must('POST', `${path}/merge`, { into: first.id });
    expect(merged).toMatchObject({ state: 'closed', outcome: 'merged', mergedInto: first.id });
    expect(await api.must('POST', `${path}/merge`, { into: first.id })).toMatchObject(merged);

    for (const { browser } of [anna, ben]) {
      await untilItIsSo(async () => (await caseSeenBy(browser, again.id)).state === 'closed');
      const { mergedInto = '' } = await caseSeenBy(browser, again.id);
      expect(mergedInto).toBe(first.id);
      expect((await caseSeenBy(browser, mergedInto)).state).toBe('new');
      expect((await messagesSeenBy(browser, again.id)).map(({ text }) => text)).toEqual([
        expect.stringContaining('Where is it?'),
      ]);
      const refused = await browser.ask('POST', `${path}/messages`, { text: 'Are you there?' });
      expect(refused.status).toBe(409);
      expect(problemSchema.parse(await refused.json()).detail).toContain('closed');
      const taken = await browser.ask('POST', `/v1/support-cases/${first.id}/messages`, {
        text: 'Here then.',
      });
      expect(taken.status).toBe(201);
    }
    await untilItIsSo(async () => (await messagesSeenBy(anna.browser, first.id)).length === 3);
    expect(await messagesSeenBy(ben.browser, again.id)).toHaveLength(1);
    await api.must('POST', `/v1/support-cases/${first.id}/close`, { outcome: 'answered' });
  });

  it('has one target, whoever else merges it in the same moment, and of two that are merged into each other one stays (C10)', async () => {
    const { api } = story;
    for (let round = 0; round < 5; round += 1) {
      const ids: string[] = [];
      for (const subject of ['One', 'Two', 'Three']) ids.push((await openCase(anna.browser, subject)).id);
      const [one = '', two = '', three = ''] = ids;
      const merge = (duplicate: string, into: string) =>
        api.askPatiently('POST', `/v1/support-cases/${duplicate}/merge`, { into });
      const raced = await Promise.all([merge(one, two), merge(one, three)]);
      expect(raced.map(({ status }) => status).sort()).toEqual([200, 409]);
      const mutual = await Promise.all([merge(two, three), merge(three, two)]);
      expect(mutual.map(({ status }) => status)).toContain(409);
      const left = await Promise.all([two, three].map((id) => api.must('GET', `/v1/support-cases/${id}`)));
      const open = left.filter(({ state }) => state !== 'closed');
      expect(open.length).toBeGreaterThan(0);
      for (const { id } of open) {
        await api.ask('POST', `/v1/support-cases/${String(id)}/close`, { outcome: 'withdrawn' });
      }
    }
  });
});
