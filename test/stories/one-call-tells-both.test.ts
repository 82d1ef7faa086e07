import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { beginStory, found, report, type Story } from './story/story.js';

describe('two incidents that need the same person', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('are told in one call, and one key acknowledges both (X1)', async () => {
    const { api, phones, people } = story;
    const { anna, provider } = people;
    await phones.phone(provider.phone).answers({ press: '1' });
    await phones.phone(anna.phone).answers({ after: 3, thinkingSeconds: 1, press: '1' });
    const organisation = await found(story, { provider, contacts: [anna], policy: { ringSeconds: 8 } });
    const first = await report(story, organisation, { summary: 'The first call for help.' });
    await phones.expectCallTo(anna.phone);
    const second = await report(story, organisation, { summary: 'The second call for help.' });

    await phones.expectHeard(anna.phone, /2 incidents|two incidents/i);
    await api.expectEntry(first, 'acknowledged', { means: 'key' });
    await api.expectEntry(second, 'acknowledged', { means: 'key' });
    await phones.expectNoCallTo(anna.phone, { for: 3 });
    expect(await phones.calls(anna.phone)).toHaveLength(1);
  });

  it('but an incident that came after the reading is not answered with it: it gets a call of its own (X1, I6)', async () => {
    const { api, phones, people } = story;
    const { ben, medic } = people;
    await phones.phone(medic.phone).answers({ press: '1' });
    await phones.phone(ben.phone).answers({ thinkingSeconds: 3, press: '1' });
    const organisation = await found(story, { provider: medic, contacts: [ben], policy: { ringSeconds: 8 } });
    const first = await report(story, organisation, { summary: 'Heard by Ben.' });
    await phones.expectHeard(ben.phone, /Heard by Ben/);
    const second = await report(story, organisation, { summary: 'Not heard yet.' });

    await api.expectEntry(first, 'acknowledged', { means: 'key' });
    await phones.expectHeard(ben.phone, /Not heard yet/, { within: 20 });
    await api.expectEntry(second, 'acknowledged', { means: 'key' });
    expect(await phones.calls(ben.phone)).toHaveLength(2);
  });
});
