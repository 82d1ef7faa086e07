import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { askStatus, beginStory, expectIncidentOf, found, register, type Story } from './story/story.js';

describe('a status call answered with key 2', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('connects the traveller on the same call with the provider, who presses 1 (I2, I3)', async () => {
    const { api, phones, people } = story;
    const { toni, provider, anna } = people;
    await phones.phone(toni.phone).answers({ press: '2' });
    await phones.phone(provider.phone).answers({ press: '1' });
    const organisation = await found(story, { provider, contacts: [anna] });
    const statusCall = await askStatus(story, await register(story, organisation, toni));

    await phones.expectCallTo(toni.phone);
    await phones.expectCallTo(provider.phone);
    await phones.expectTogether([toni.phone, provider.phone]);
    const incident = await expectIncidentOf(story, statusCall);
    await api.expectIncident(incident, { source: 'status-call', state: 'open' });
    await api.expectEntry(incident, 'taken', { means: 'key' });
    await api.expectEntry(incident, 'caller-joined');
    await phones.expectCallTo(anna.phone);
    expect(await phones.calls(toni.phone)).toHaveLength(1);
  });
});
