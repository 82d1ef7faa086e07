import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { beginStory, eventuallyOpenIncident, found, register, report, type Story } from './story/story.js';

describe('the words that the telephone network reserves', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('HELP by text opens an incident, and the traveller is called back (I1, I3)', async () => {
    const { phones, people, stack } = story;
    const { toni, provider } = people;
    await phones.phone(provider.phone).answers({ press: '1' });
    await phones.phone(toni.phone).answers({ press: '1' });
    const organisation = await found(story, { provider });
    await register(story, organisation, toni);
    await phones.phone(toni.phone).texts(stack.emergencyNumber, 'HELP');
    await eventuallyOpenIncident(story, organisation, { source: 'inbound-text' });
    await phones.expectTogether([toni.phone, provider.phone], { within: 20 });
  });

  it('STOP blocks later texts; the contact is reached by voice all the same, and the timeline says why (X1)', async () => {
    const { api, phones, people, stack } = story;
    const { anna, medic } = people;
    await phones.phone(medic.phone).answers({ press: '1' });
    await phones.phone(anna.phone).answers({ press: '1' });
    const organisation = await found(story, { provider: medic, contacts: [anna] });
    await phones.phone(anna.phone).texts(stack.emergencyNumber, 'STOP');
    // The network's own farewell; nothing of ours comes after it.
    await phones.expectText(anna.phone, /unsubscribed/);
    const incident = await report(story, organisation);
    await api.expectEntry(incident, 'acknowledged', { means: 'key' });
    const entry = await api.expectEntry(incident, 'notices-sent', { notice: 'incident-reported' });
    expect(JSON.stringify(entry.data)).toContain('opted-out');
    await phones.expectNoTextTo(anna.phone, { for: 1 });
  });

  it('a second cry for help by text is no mere note: the traveller is called back again (I3, I4)', async () => {
    const { api, phones, people, stack } = story;
    const { ben, travel } = people;
    await phones.phone(travel.phone).answers({ press: '1' });
    const organisation = await found(story, { provider: travel, policy: { callBackAttempts: 1 } });
    await register(story, organisation, ben);
    await phones.phone(ben.phone).texts(stack.emergencyNumber, 'I need help');
    const incident = await eventuallyOpenIncident(story, organisation, { source: 'inbound-text' });
    await phones.expectCallTo(ben.phone, { within: 20 });
    await api.expectEntry(incident, 'call-back-given-up');
    await phones.phone(ben.phone).answers({ press: '1' });
    await phones.phone(ben.phone).texts(stack.emergencyNumber, 'Help! Please call me now.');
    await phones.expectCallTo(ben.phone, { within: 20 });
    await api.expectEntry(incident, 'caller-joined', {}, 30);
  });
});
