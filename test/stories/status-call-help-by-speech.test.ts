import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { askStatus, beginStory, expectIncidentOf, found, register, type Story } from './story/story.js';

describe('a status call answered by speech', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('understands "Hilfe" in German and connects at once (I2, I3, X2)', async () => {
    const { phones, people } = story;
    const { toni, provider } = people;
    await phones.phone(toni.phone).answers({ thinkingSeconds: 1, say: 'Hilfe', confidence: 0.9 });
    await phones.phone(provider.phone).answers({ press: '1' });
    const organisation = await found(story, { provider });
    const statusCall = await askStatus(story, await register(story, organisation, toni, 'de'));

    await phones.expectHeard(toni.phone, /Hilfe/);
    await phones.expectTogether([toni.phone, provider.phone]);
    await expectIncidentOf(story, statusCall);
  });

  it('understands "segítség" in Hungarian (I2, X2)', async () => {
    const { phones, people } = story;
    const { stranger, medic } = people;
    await phones.phone(stranger.phone).answers({ say: 'Segítség!', confidence: 0.9 });
    await phones.phone(medic.phone).answers({ press: '1' });
    const organisation = await found(story, { provider: medic });
    await askStatus(story, await register(story, organisation, stranger, 'hu'));
    await phones.expectTogether([stranger.phone, medic.phone]);
  });

  it('asks for a key when the words are negated, and never takes them for OK (I2)', async () => {
    const { api, phones, people } = story;
    const { anna, ben } = people;
    await phones.phone(anna.phone).answers({ say: 'I am not OK', confidence: 0.95 });
    const organisation = await found(story, {
      provider: ben,
      statusCallPolicy: { rounds: 1, replySeconds: 0 },
    });
    const statusCall = await askStatus(story, await register(story, organisation, anna));
    await phones.expectHeard(anna.phone, /press/i);
    await phones.expectEnded(anna.phone);
    await api.expectStatusCall(statusCall, { state: 'unreached' }, 30);
  });
});
