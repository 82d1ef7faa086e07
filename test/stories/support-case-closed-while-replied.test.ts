import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newColleague, newPartner } from './story/partners.js';
import { beginStory, type Story } from './story/story.js';
import { caseSeenBy, messagesSeenBy, openCase, untilItIsSo } from './story/support-cases.js';

const rounds = 10;
const repliesPerRound = 8;

describe('replies at the moment of the closure', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('stand in the case before it, or are refused and stand nowhere: none is lost silently (C6)', async () => {
    const { api, people } = story;
    const anna = await newPartner(story, people.anna);
    const ben = await newColleague(story, anna.accountId, people.ben);
    const outcomes = new Set<number>();
    // The closure begins somewhat later each time, so that it meets the replies at another place, however busy the machine is.
    let closesAfter = 0;
    for (let round = 0; round < rounds; round += 1) {
      const { id } = await openCase(anna.browser, `Round ${round}`);
      const path = `/v1/support-cases/${id}`;
      const reply = async (count: number) => {
        const { browser } = count % 2 === 0 ? anna : ben;
        const text = `Reply ${count}`;
        const headers = { 'idempotency-key': `${id} ${count}` };
        let status = 503;
        // Whoever is told that it cannot be said now whether it was taken asks again, as clients do.
        for (let tries = 0; status === 503 && tries < 5; tries += 1) {
          ({ status } = await browser.ask('POST', `${path}/messages`, { text }, headers));
        }
        return { text, status };
      };
      const closure = new Promise((resolve) => setTimeout(resolve, closesAfter)).then(() =>
        api.must('POST', `${path}/close`, { outcome: 'answered' }),
      );
      const replies = await Promise.all(Array.from({ length: repliesPerRound }, (_, count) => reply(count)));
      await closure;
      for (const { status } of replies) outcomes.add(status);
      expect(
        replies.map(({ status }) => status).filter((status) => status !== 201 && status !== 409),
      ).toEqual([]);
      const taken = replies.filter(({ status }) => status === 201).map(({ text }) => text);
      await untilItIsSo(async () => (await caseSeenBy(anna.browser, id)).state === 'closed');
      if (taken.length === 0) closesAfter = closesAfter * 2 + 5;
      else closesAfter = taken.length === repliesPerRound ? closesAfter / 2 : closesAfter + 5;
      expect((await caseSeenBy(anna.browser, id)).messages).toBe(1 + taken.length);
      const texts = (await messagesSeenBy(anna.browser, id)).map(({ text }) => text);
      expect(texts.slice(1).sort()).toEqual([...taken].sort());
    }
    // Rounds in which nothing met would show nothing.
    expect([...outcomes].sort()).toEqual([201, 409]);
  });
});
