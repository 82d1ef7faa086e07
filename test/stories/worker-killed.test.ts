import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Stack } from '../../dev/stack/stack.js';
import { startOwnStack } from './story/stacks.js';
import { beginStory, found, report, type Story } from './story/story.js';

describe('a worker that is killed', () => {
  let stack: Stack & { folder: string };
  let story: Story;
  beforeAll(async () => {
    stack = await startOwnStack();
    story = await beginStory(stack);
  });
  afterAll(() => stack.stop());

  it('in the middle of a round loses no step and orders no call twice (I1)', async () => {
    const { api, phones, people } = story;
    const { provider, anna, ben, carla } = people;
    await phones.phone(provider.phone).answers({ press: '1' });
    await phones.phone(anna.phone).answers({ after: 3, hangUp: true, thinkingSeconds: 1 });
    await phones.phone(carla.phone).answers({ press: '1' });
    const organisation = await found(story, {
      provider,
      contacts: [anna, ben, carla],
      policy: { ringSeconds: 6 },
    });
    const incident = await report(story, organisation);
    await phones.expectCallTo(anna.phone);
    await stack.worker.kill();
    await stack.worker.start();

    await phones.expectCallTo(ben.phone, { within: 40 });
    await phones.expectCallTo(carla.phone, { within: 40 });
    await api.expectEntry(incident, 'acknowledged', { means: 'key' }, 30);
    const entries = await api.timeline(incident);
    expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_entry, index) => index + 1));
    expect(await phones.calls(anna.phone)).toHaveLength(1);
    expect(await phones.calls(ben.phone)).toHaveLength(1);
    expect(await phones.calls(carla.phone)).toHaveLength(1);
  });

  it('in the middle of an order: the webhook still settles the attempt, with one order in all (I1)', async () => {
    const { api, phones, people } = story;
    const { medic } = people;
    await phones.phone(medic.phone).answers({ after: 4, press: '1' });
    const organisation = await found(story, { provider: medic, policy: { ringSeconds: 10 } });
    await phones.setFault({ fault: 'delay-next-call-reply', seconds: 3 });
    const incident = await report(story, organisation, { kind: 'travel' });
    await phones.expectCallTo(medic.phone);
    await stack.worker.kill();
    await stack.worker.start();
    await api.expectEntry(incident, 'taken', { means: 'key' }, 40);
    expect(await phones.calls(medic.phone)).toHaveLength(1);
  });
});
