import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { newPartner } from './story/partners.js';
import { beginStory, type Story } from './story/story.js';
import { caseSeenBy, openCase, untilItIsSo } from './story/support-cases.js';

const standingSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('due'), dueAt: z.iso.datetime() }),
  z.object({ is: z.literal('paused') }),
  z.object({ is: z.literal('overdue'), since: z.iso.datetime() }),
  z.object({ is: z.literal('given'), at: z.iso.datetime() }),
]);

describe('the course of a support case', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('is steered by the desk, whose promise counts in business hours, stands still, and is shown to the desk alone (C9)', async () => {
    const { api, people } = story;
    const { browser } = await newPartner(story, people.anna);
    const { id } = await openCase(browser, 'Payout missing');
    const path = `/v1/support-cases/${id}`;
    const seen = () => api.must('GET', path);
    const standing = async () => standingSchema.parse((await seen())['answer']);
    const becomes = (state: string, is: string) =>
      untilItIsSo(async () => {
        const { state: now } = await seen();
        return now === state && (await standing()).is === is;
      });

    await becomes('new', 'due');
    const promised = await standing();
    if (promised.is !== 'due') throw new Error('No answer is promised.');
    // Eight hours in which the desk is open: never sooner by the clock on the wall.
    expect(
      Date.parse(promised.dueAt) - Date.parse(String((await seen())['openedAt'])),
    ).toBeGreaterThanOrEqual(8 * 3_600_000);

    const { id: operator } = z
      .looseObject({ id: z.string() })
      .parse(await api.must('POST', '/v1/users', operatorOf(people.carla.email)));
    const refused = await api.ask('POST', `${path}/assign`, { assignee: operator });
    // Whoever has not accepted their invitation yet works on no case.
    expect(refused.status).toBe(400);
    await api.must('POST', `${path}/assign`, { assignee: null });

    await api.must('POST', `${path}/state`, { state: 'on-hold' });
    await becomes('on-hold', 'paused');
    expect((await caseSeenBy(browser, id)).state).toBe('on-hold');
    await api.must('POST', `${path}/state`, { state: 'open' });
    await becomes('open', 'due');
    await api.must('POST', `${path}/messages`, { text: 'Which payout is it?' });
    await becomes('waiting-for-partner', 'given');
    expect((await browser.ask('POST', `${path}/messages`, { text: 'That of October.' })).status).toBe(201);
    await becomes('open', 'due');
    await api.must('POST', `${path}/state`, { state: 'waiting-for-partner' });
    await becomes('waiting-for-partner', 'paused');

    const shown = await (await browser.ask('GET', path)).text();
    expect(shown).not.toMatch(/"answer"|dueAt|assignee/);
    await api.must('POST', `${path}/close`, { outcome: 'answered' });
    await becomes('closed', 'given');
  });
});

function operatorOf(email: string) {
  return { email, name: 'Operator', role: 'operator', language: 'en' };
}
