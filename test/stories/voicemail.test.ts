import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { beginStory, found, report, type Story } from './story/story.js';

describe('a voicemail', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('is not reached: the next contact is called (I6)', async () => {
    const { api, phones, people } = story;
    const { anna, ben, provider } = people;
    await phones.phone(anna.phone).isVoicemail();
    await phones.phone(ben.phone).answers({ press: '1' });
    await phones.phone(provider.phone).answers({ press: '1' });
    const incident = await report(story, await found(story, { provider, contacts: [anna, ben] }));
    await phones.expectCallTo(anna.phone);
    await phones.expectCallTo(ben.phone);
    await api.expectEntry(incident, 'attempt-ended', { reason: 'voicemail' });
    await api.expectEntry(incident, 'acknowledged', { by: { target: { role: 'internal-contact' } } });
  });

  it('is not reached by a spoken greeting that sounds like yes: a key is asked for (I6)', async () => {
    const { api, phones, people } = story;
    const { carla, frieda, medic } = people;
    await phones.phone(carla.phone).answers({ say: 'yes', confidence: 0.95, answeredBy: 'unknown' });
    await phones.phone(frieda.phone).answers({ press: '1' });
    await phones.phone(medic.phone).answers({ press: '1' });
    const incident = await report(story, await found(story, { provider: medic, contacts: [carla, frieda] }));
    await phones.expectHeard(carla.phone, /key|press/i);
    await phones.expectCallTo(frieda.phone, { within: 40 });
    await api.expectEntry(incident, 'acknowledged', { means: 'key' }, 30);
  });
});
