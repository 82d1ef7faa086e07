import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  askStatus,
  beginStory,
  expectIncidentOf,
  found,
  register,
  type Company,
  type Person,
  type Story,
} from './story/story.js';

describe('an override that fires while the provider talks with the caller', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  /** The caller and the provider talk with each other, a life is in danger, and no contact answers. */
  async function override(caller: Person, provider: Person, company: Company): Promise<string> {
    const { api, phones } = story;
    await phones.phone(caller.phone).answers({ press: '2' });
    await phones.phone(provider.phone).answers({ press: '1' });
    const organisation = await found(story, {
      provider,
      policy: { overrideDelaySeconds: 1 },
      ...company,
    });
    const statusCall = await askStatus(story, await register(story, organisation, caller));
    const incident = await expectIncidentOf(story, statusCall);
    await phones.expectTogether([caller.phone, provider.phone]);
    await api.must('POST', `/v1/incidents/${incident}/threat`, { threat: 'immediate' });
    await api.expectEntry(incident, 'override-fired', { basis: 'rule' });
    return incident;
  }

  it('is told to the provider within that call, who accepts by key and is back with the caller (I8)', async () => {
    const { api, phones, people } = story;
    const { toni, provider, anna } = people;
    const incident = await override(toni, provider, {
      contacts: [anna],
      policy: { overrideDelaySeconds: 1, overrideCostCeiling: { amountMinor: 250_000, currency: 'EUR' } },
    });
    await phones.expectHeard(provider.phone, /Excuse us for interrupting/);
    await phones.expectHeard(provider.phone, /2,?500/);
    await phones.expectHeard(toni.phone, /One moment, please/);
    await phones.phone(provider.phone).presses('1');
    await api.expectEntry(incident, 'mandate-accepted', { means: 'key' });
    await phones.expectHeard(provider.phone, /back in the conversation/);
    await phones.expectTogether([toni.phone, provider.phone]);
    for (const { phone } of [toni, provider]) {
      const calls = await phones.calls(phone);
      expect(calls.map(({ status }) => status)).toEqual(['in-progress']);
    }
    await api.expectIncident(incident, { caller: 'joined' });
    await api.must('POST', `/v1/incidents/${incident}/close`, { outcome: 'resolved' });
  });

  it('brings the provider back who refuses, while the others are told by calls of their own (I4, I8)', async () => {
    const { api, phones, people } = story;
    const { carla, medic, backup, ben } = people;
    await phones.phone(backup.phone).answers({ thinkingSeconds: 1, press: '1' });
    const incident = await override(carla, medic, { contacts: [ben], backups: [backup] });
    await phones.expectHeard(medic.phone, /Excuse us for interrupting/);
    await phones.phone(medic.phone).presses('2');
    await phones.expectTogether([carla.phone, medic.phone]);
    await phones.expectHeard(backup.phone, /without waiting for authorisation/);
    await api.expectEntry(incident, 'mandate-accepted', { means: 'key' });
    await phones.expectTogether([carla.phone, medic.phone, backup.phone]);
    expect(await phones.calls(medic.phone)).toHaveLength(1);
    await api.must('POST', `/v1/incidents/${incident}/close`, { outcome: 'resolved' });
  });
});
