import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeskApi } from '../../dev/client/desk-api.js';
import type { Stack } from '../../dev/stack/stack.js';
import { startOwnStack } from './story/stacks.js';
import { beginStory, found, report, type Story } from './story/story.js';

describe('MongoDB that is stopped', () => {
  let stack: Stack & { folder: string };
  let story: Story;
  beforeAll(async () => {
    stack = await startOwnStack();
    story = await beginStory(stack);
  });
  afterAll(() => stack.stop());

  it('in the middle of a round: the calls go on, and the timeline is complete afterwards (I1, I10)', async () => {
    const { api, phones, people } = story;
    const { provider, anna, ben } = people;
    await phones.phone(provider.phone).answers({ press: '1' });
    const organisation = await found(story, { provider, contacts: [anna, ben], policy: { ringSeconds: 3 } });
    const incident = await report(story, organisation);
    await phones.expectCallTo(anna.phone);
    await stack.mongo.stop();

    await phones.expectCallTo(ben.phone, { within: 30 });
    await phones.expectCallTo(anna.phone, { within: 60 });
    await phones.phone(ben.phone).answers({ press: '1' });
    await phones.expectCallTo(ben.phone, { within: 60 });
    await phones.expectEvent(ben.phone, 'pressed', { within: 20 });
    await stack.mongo.start();

    await api.expectEntry(incident, 'acknowledged', { means: 'key' }, 60);
    const entries = await api.wholeTimeline(incident);
    expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_entry, index) => index + 1));
    expect(entries.filter(({ type }) => type === 'round-ended').length).toBeGreaterThanOrEqual(1);
  });

  it('before a call for help: the incident starts all the same, and its words arrive later (I1)', async () => {
    const { api, phones, people } = story;
    const { medic } = people;
    await phones.phone(medic.phone).answers({ press: '1' });
    const organisation = await found(story, { provider: medic });
    await stack.mongo.stop();
    const incident = await report(story, organisation, {
      kind: 'travel',
      summary: 'Stranded without a database.',
    });
    await phones.expectCallTo(medic.phone, { within: 20 });
    await stack.mongo.start();
    await api.expectIncident(incident, { summary: 'Stranded without a database.' }, 60);
    await api.expectEntry(incident, 'taken', { means: 'key' }, 60);
  });

  it('while the API starts anew: a token that it has never seen reports all the same (X3, I1)', async () => {
    const { api, phones, people } = story;
    const { travel } = people;
    await phones.phone(travel.phone).answers({ press: '1' });
    const organisation = await found(story, { provider: travel });
    const { token } = await api.must('POST', `/v1/organisations/${organisation}/tokens`, { name: 'Booking' });
    // The copy is written at most a second later.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await stack.mongo.stop();
    await stack.api.kill();
    await stack.api.start();

    const withToken = new DeskApi(stack.apiUrl, String(token));
    const incident = await report({ ...story, api: withToken }, organisation, { kind: 'travel' });
    await phones.expectCallTo(travel.phone, { within: 20 });
    const strange = await new DeskApi(stack.apiUrl, 'strange').ask('GET', `/v1/incidents/${incident}`);
    expect(strange.status).toBe(503);
    await stack.mongo.start();
    await api.expectEntry(incident, 'taken', { means: 'key' }, 60);
  });
});
