import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Stack } from '../../dev/stack/stack.js';
import { startOwnStack } from './story/stacks.js';
import { beginStory, found, report, type Story } from './story/story.js';

describe('the telephony provider in trouble', () => {
  let stack: Stack & { folder: string };
  let story: Story;
  beforeAll(async () => {
    stack = await startOwnStack();
    story = await beginStory(stack);
  });
  afterAll(() => stack.stop());

  it('refuses the first account: the second one calls (X1)', async () => {
    const { api, phones, people } = story;
    const { provider } = people;
    await phones.phone(provider.phone).answers({ press: '1' });
    const organisation = await found(story, { provider });
    await phones.setFault({ fault: 'refuse-next-calls', count: 1, status: 401 });
    const incident = await report(story, organisation, { kind: 'travel' });
    await phones.expectCallTo(provider.phone);
    await api.expectEntry(incident, 'taken', { means: 'key' });
    expect(await phones.calls(provider.phone)).toHaveLength(1);
  });

  it('loses the reply to an order: the call is found again, and never ordered twice (I1)', async () => {
    const { api, phones, people } = story;
    const { medic } = people;
    await phones.phone(medic.phone).answers({ after: 1, press: '1' });
    const organisation = await found(story, { provider: medic });
    await phones.setFault({ fault: 'lose-reply-of-next-call' });
    const incident = await report(story, organisation, { kind: 'travel' });
    await api.expectEntry(incident, 'taken', { means: 'key' });
    expect(await phones.calls(medic.phone)).toHaveLength(1);
  });

  it('sends webhooks twice and in disorder: each fact counts once (I1)', async () => {
    const { api, phones, people } = story;
    const { travel, anna, ben } = people;
    await phones.setFault({ fault: 'duplicate-webhooks', on: true });
    await phones.setFault({ fault: 'reorder-status-callbacks', on: true });
    await phones.phone(travel.phone).answers({ press: '1' });
    await phones.phone(ben.phone).answers({ press: '1', hangUp: true });
    const organisation = await found(story, { provider: travel, contacts: [anna, ben] });
    const incident = await report(story, organisation);
    await api.expectEntry(incident, 'taken', { means: 'key' });
    await api.expectEntry(incident, 'acknowledged', { means: 'key' }, 30);
    const entries = await api.timeline(incident);
    const count = (type: string) => entries.filter((entry) => entry.type === type).length;
    expect(count('taken')).toBe(1);
    expect(count('acknowledged')).toBe(1);
    expect(count('attempt-started')).toBe(count('attempt-ended'));
    expect(await phones.calls(ben.phone)).toHaveLength(1);
  });
});
