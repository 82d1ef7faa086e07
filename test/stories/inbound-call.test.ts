import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { beginStory, eventuallyOpenIncident, found, register, type Story } from './story/story.js';

describe('a call to the emergency number', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('of a traveller who presses 2 is connected with the medical provider (I1, I5)', async () => {
    const { phones, people, stack } = story;
    const { toni, provider, medic } = people;
    await phones.phone(medic.phone).answers({ press: '1' });
    const organisation = await found(story, { provider, medical: medic });
    await register(story, organisation, toni);
    await phones.phone(toni.phone).calls(stack.emergencyNumber, [
      { do: 'wait', seconds: 1 },
      { do: 'press', digits: '2' },
    ]);
    await phones.expectHeard(toni.phone, /1.*2.*3/s);
    await phones.expectTogether([toni.phone, medic.phone]);
    await eventuallyOpenIncident(story, organisation, { kind: 'medical', source: 'inbound-call' });
    await phones.expectNoCallTo(provider.phone, { for: 1 });
  });

  it('of a traveller who says "travel" goes to the travel provider and wakes no contact (I5)', async () => {
    const { phones, people, stack } = story;
    const { ben, travel, carla } = people;
    await phones.phone(travel.phone).answers({ press: '1' });
    const organisation = await found(story, { travel, contacts: [carla] });
    await register(story, organisation, ben);
    await phones
      .phone(ben.phone)
      .calls(stack.emergencyNumber, [{ do: 'say', text: 'It is about my travel booking' }]);
    await phones.expectTogether([ben.phone, travel.phone]);
    await eventuallyOpenIncident(story, organisation, { kind: 'travel' });
    await phones.expectNoCallTo(carla.phone, { for: 2 });
  });

  it('of a stranger is served all the same: the desk is called (I5)', async () => {
    const { api, phones, people, stack } = story;
    const { stranger } = people;
    await phones.phone(stranger.phone).calls(stack.emergencyNumber, [{ do: 'press', digits: '1' }]);
    await phones.expectCallTo(stack.deskNumber, { within: 15 });
    const incident = await eventuallyOpenIncident(story, 'org_thedesk', {
      kind: 'security',
      source: 'inbound-call',
    });
    expect(incident).toMatch(/^inc_/);
    await api.must('POST', `/v1/incidents/${incident}/close`, { outcome: 'false-alarm' });
    await phones.phone(stranger.phone).hangsUp();
  });
});
