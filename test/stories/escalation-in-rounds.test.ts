import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { beginStory, found, report, type Story } from './story/story.js';

describe('an incident reported through the API', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('calls Anna, lets it ring, calls Ben, who presses 1, and calls nobody more (I1, I3, I6, I7)', async () => {
    const { api, phones, people } = story;
    const { anna, ben, carla, provider } = people;
    await phones.phone(ben.phone).answers({ press: '1' });
    await phones.phone(provider.phone).answers({ thinkingSeconds: 1, press: '1' });

    const organisation = await found(story, { provider, contacts: [anna, ben, carla] });
    const incident = await report(story, organisation);

    await phones.expectCallTo(provider.phone);
    await phones.expectHeard(provider.phone, /Somebody needs help/);
    await phones.expectCallTo(anna.phone);
    await phones.expectCallTo(ben.phone);
    await api.expectEntry(incident, 'taken', { means: 'key' });
    await api.expectEntry(incident, 'attempt-ended', { reason: 'no-answer' });
    await api.expectEntry(incident, 'acknowledged', { means: 'key' });
    await phones.expectNoCallTo(carla.phone, { for: 3 });
    expect(await phones.calls(anna.phone)).toHaveLength(1);
    expect(await phones.calls(provider.phone)).toHaveLength(1);
  });
});
