import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { askStatus, beginStory, expectIncidentOf, found, register, type Story } from './story/story.js';

describe('a status question answered by text', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('with 2 opens the incident; the provider is called, the traveller is called back and bridged (I2, I3)', async () => {
    const { api, phones, people, stack } = story;
    const { toni, provider } = people;
    await phones.phone(provider.phone).answers({ press: '1' });
    const organisation = await found(story, { provider, statusCallPolicy: { channels: ['sms'] } });
    const statusCall = await askStatus(story, await register(story, organisation, toni));

    const text = await phones.expectText(toni.phone, /1.*2/s);
    expect(text.body).not.toMatch(/\b(HELP|STOP)\b/);
    await phones.phone(toni.phone).answers({ press: '1' });
    await phones.phone(toni.phone).texts(stack.emergencyNumber, '2');
    await phones.expectCallTo(provider.phone);
    await phones.expectCallTo(toni.phone);
    await phones.expectTogether([toni.phone, provider.phone]);
    const incident = await expectIncidentOf(story, statusCall);
    await api.expectEntry(incident, 'caller-joined');
  });

  it('with 1 is OK, and nobody is called (I2)', async () => {
    const { api, phones, people, stack } = story;
    const { ben, medic } = people;
    const organisation = await found(story, { provider: medic, statusCallPolicy: { channels: ['sms'] } });
    const statusCall = await askStatus(story, await register(story, organisation, ben));
    await phones.expectText(ben.phone, /1.*2/s);
    await phones.phone(ben.phone).texts(stack.emergencyNumber, '1');
    await api.expectStatusCall(statusCall, { state: 'answered', answer: 'ok' });
    await phones.expectNoCallTo(medic.phone, { for: 2 });
  });
});
