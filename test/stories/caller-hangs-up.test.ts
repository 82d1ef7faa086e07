import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { phoneScripts } from '../../dev/phone-simulator/client.js';
import { askStatus, beginStory, expectIncidentOf, found, register, type Story } from './story/story.js';

describe('a caller who hangs up in the middle of the transfer', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('is called back and joined with the provider who has taken the incident (I4)', async () => {
    const { api, phones, people } = story;
    const { toni, provider } = people;
    const { answers } = phoneScripts;
    await phones
      .phone(toni.phone)
      .inOrder([
        answers({ then: [{ do: 'press', digits: '2' }, { do: 'wait', seconds: 1 }, { do: 'hang-up' }] }),
        answers({ press: '1' }),
      ]);
    await phones.phone(provider.phone).answers({ after: 2, thinkingSeconds: 2, press: '1' });
    const organisation = await found(story, { provider, policy: { ringSeconds: 5 } });
    const statusCall = await askStatus(story, await register(story, organisation, toni));

    await phones.expectCallTo(toni.phone);
    await phones.expectCallTo(provider.phone);
    await phones.expectEnded(toni.phone);
    await phones.expectCallTo(toni.phone, { within: 20 });
    await phones.expectTogether([toni.phone, provider.phone]);
    const incident = await expectIncidentOf(story, statusCall);
    await api.expectEntry(incident, 'caller-left');
    await api.expectEntry(incident, 'caller-joined');
    expect(await phones.calls(provider.phone)).toHaveLength(1);
  });
});
