import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  askStatus,
  beginStory,
  expectIncidentOf,
  found,
  register,
  report,
  type Story,
} from './story/story.js';

describe('an operator and the telephone', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  /** The ID of the first person in this list of the organisation's settings. */
  async function firstOf(organisation: string, list: 'internalContacts' | 'authorisingPersons') {
    const settings = await story.api.must('GET', `/v1/organisations/${organisation}`);
    return (settings[list] as { id: string }[])[0]?.id;
  }

  it('has a contact called into the conversation of the caller and the provider (I12)', async () => {
    const { api, phones, people } = story;
    const { toni, provider, anna } = people;
    await phones.phone(toni.phone).answers({ press: '2' });
    await phones.phone(provider.phone).answers({ press: '1' });
    await phones.phone(anna.phone).answers({ thinkingSeconds: 1, press: '1' });
    const organisation = await found(story, { provider, contacts: [anna] });
    const statusCall = await askStatus(story, await register(story, organisation, toni));
    const incident = await expectIncidentOf(story, statusCall);
    await phones.expectTogether([toni.phone, provider.phone]);
    await api.expectEntry(incident, 'acknowledged');
    await phones.expectEnded(anna.phone);

    const target = { who: 'contact', id: await firstOf(organisation, 'internalContacts') };
    const answer = await api.must('POST', `/v1/incidents/${incident}/call`, { target });
    expect(answer['ordered']).toBe('calling');
    await phones.expectCallTo(anna.phone);
    await phones.expectHeard(anna.phone, /asks you to join/);
    await phones.expectTogether([toni.phone, provider.phone, anna.phone]);
    await api.expectEntry(incident, 'attempt-ended', { track: 'ordered-call', reason: 'acknowledged' });
    const ended = await api.expectEntry(incident, 'ordered-call-ended', { outcome: 'joined', attempts: 1 });
    expect(ended.text).toContain('Anna');
    await api.must('POST', `/v1/incidents/${incident}/close`, { outcome: 'resolved' });
    const refused = await api.ask('POST', `/v1/incidents/${incident}/call`, { target });
    expect(refused.status).toBe(409);
  });

  it('bridges a telephone with a traveller who is not on the line: that telephone rings first (I12)', async () => {
    const { api, phones, people } = story;
    const { medic, carla, frieda } = people;
    await phones.phone(medic.phone).answers({ press: '1' });
    await phones.phone(frieda.phone).isAnsweredByHand();
    await phones.phone(carla.phone).answers({ press: '1' });
    const organisation = await found(story, { provider: medic, authorising: [frieda] });
    const { travellerId } = await register(story, organisation, carla);
    const incident = await report(story, organisation, { travellerId });
    await api.expectEntry(incident, 'taken');
    await phones.expectEnded(medic.phone);

    const company = { who: 'contact', id: await firstOf(organisation, 'authorisingPersons') };
    const path = `/v1/incidents/${incident}/call-back`;
    expect((await api.must('POST', path, { with: company }))['ordered']).toBe('calling');
    await phones.expectEvent(frieda.phone, 'ringing');
    expect((await api.must('POST', path, { with: company }))['ordered']).toBe('already-calling');
    await phones.expectNoCallTo(carla.phone);
    await phones.phone(frieda.phone).picksUp([{ do: 'press', digits: '1' }]);
    await phones.expectCallTo(carla.phone);
    await phones.expectTogether([carla.phone, frieda.phone]);
    await api.expectEntry(incident, 'call-back-ordered', { with: { role: 'authorising-person' } });
    await api.expectEntry(incident, 'caller-joined', { with: { role: 'authorising-person' } });
    expect((await api.must('POST', path, {}))['ordered']).toBe('already-there');
    expect(await phones.calls(frieda.phone)).toHaveLength(1);
    await api.must('POST', `/v1/incidents/${incident}/close`, { outcome: 'resolved' });
  });

  it('is told when somebody is not reached, and asks again (I12)', async () => {
    const { api, phones, people } = story;
    const { travel, ben } = people;
    await phones.phone(travel.phone).answers({ press: '1' });
    await phones.phone(ben.phone).isBusy();
    const organisation = await found(story, { provider: travel, authorising: [ben] });
    const incident = await report(story, organisation);
    await api.expectEntry(incident, 'taken');
    const target = { who: 'contact', id: await firstOf(organisation, 'authorisingPersons') };
    const order = () => api.must('POST', `/v1/incidents/${incident}/call`, { target });
    await order();
    const told = await api.expectEntry(incident, 'ordered-call-ended', { outcome: 'not-reached' });
    expect(told.text).toBe('Ordered call: Ben was not reached (1 attempt).');
    await phones.expectCallTo(ben.phone);
    await phones.expectNoCallTo(ben.phone, { for: 2 });
    await order();
    await phones.expectCallTo(ben.phone);
    await api.must('POST', `/v1/incidents/${incident}/close`, { outcome: 'resolved' });
  });
});
