import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { beginStory, found, report, type Story } from './story/story.js';
import { receivedMail } from './story/mailbox.js';
import { provesAnd, setPin } from './story/orders.js';

describe('a life in danger and no internal contact who picks up', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('fires the override by rule; the provider is told until a human accepts; it is ratified afterwards (I8)', async () => {
    const { api, phones, people } = story;
    const { provider, anna, frieda } = people;
    await phones.phone(provider.phone).answers({ thinkingSeconds: 1, press: '1' });
    const organisation = await found(story, {
      provider,
      contacts: [anna],
      authorising: [frieda],
      policy: { overrideDelaySeconds: 4, overrideCostCeiling: { amountMinor: 250_000, currency: 'EUR' } },
    });
    await setPin(story, organisation, frieda);
    const incident = await report(story, organisation, { threat: 'immediate' });
    await phones.expectCallTo(provider.phone);
    await api.expectEntry(incident, 'taken');

    const fired = await api.expectEntry(incident, 'override-fired', { basis: 'rule' });
    expect(fired.data['ceiling']).toEqual({ amountMinor: 250_000, currency: 'EUR' });
    await phones.expectCallTo(provider.phone);
    await phones.expectHeard(provider.phone, /2,?500/);
    await api.expectEntry(incident, 'mandate-accepted', { means: 'key' });
    await phones.expectCallTo(anna.phone);
    await phones.phone(frieda.phone).answers(provesAnd('1'));
    await api.expectEntry(incident, 'ratification-given', { answer: 'ratified', means: 'key' });
    await receivedMail(story, frieda, /afterwards/i);
    const { override } = await api.expectIncident(incident, { override: { state: 'fired', basis: 'rule' } });
    expect(override).toMatchObject({ ratification: 'ratified' });
    await api.must('POST', `/v1/incidents/${incident}/close`, { outcome: 'resolved' });
  });

  it('an operator fires it earlier, in two steps (I8, I12)', async () => {
    const { api, phones, people } = story;
    const { medic, ben } = people;
    await phones.phone(medic.phone).answers({ press: '1' });
    const organisation = await found(story, {
      provider: medic,
      contacts: [ben],
      policy: { overrideDelaySeconds: 600 },
    });
    const incident = await report(story, organisation, { threat: 'immediate' });
    await api.expectEntry(incident, 'taken');

    const asked = await api.ask('POST', `/v1/incidents/${incident}/life-safety-override`, {});
    expect(asked.status).toBe(202);
    const { override } = await api.must('GET', `/v1/incidents/${incident}`);
    expect(override).toMatchObject({ state: 'running' });
    const { confirmation } = asked.body;
    await api.must('POST', `/v1/incidents/${incident}/life-safety-override`, { confirmation });
    await api.expectEntry(incident, 'override-fired', { basis: 'operator' });
    await api.expectEntry(incident, 'mandate-accepted');
    await api.must('POST', `/v1/incidents/${incident}/close`, { outcome: 'resolved' });
  });
});
