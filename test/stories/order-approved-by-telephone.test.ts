import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { orderEvacuation, provesAnd, rightPin, setPin } from './story/orders.js';
import { beginStory, found, report, type Story } from './story/story.js';

describe('a service that costs a fee, and an authorising person at the telephone', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('is read out after the PIN, and approved by key 1; the timeline tells by whom (I9)', async () => {
    const { api, phones, people } = story;
    const { provider, frieda } = people;
    await phones.phone(provider.phone).answers({ press: '1' });
    const organisation = await found(story, { provider, authorising: [frieda] });
    await setPin(story, organisation, frieda);
    const incident = await report(story, organisation);
    await phones.phone(frieda.phone).answers();
    const order = await orderEvacuation(story, incident);

    await phones.expectCallTo(frieda.phone);
    await phones.expectHeard(frieda.phone, /Beistand, calling for Story organisation.*enter your PIN/);
    await phones.phone(frieda.phone).presses(`${rightPin}#`);
    await phones.expectHeard(frieda.phone, /evacuation, estimated at 12,345 euros.*with a physician/);
    await phones.phone(frieda.phone).presses('1');
    await phones.expectHeard(frieda.phone, /You have approved it/);
    const approved = await api.expectEntry(incident, 'order-approved', { means: 'key' });
    expect(approved.text).toContain('Frieda');
    expect(approved.text).toContain('evacuation');
    expect(await api.must('GET', order)).toMatchObject({ state: 'approved', decision: { means: 'key' } });

    // What she has keyed in stands nowhere: the telephone network's own journal may show it least of all.
    expect(JSON.stringify(await phones.journal())).not.toContain(rightPin);
    expect(JSON.stringify(await api.timeline(incident))).not.toContain(rightPin);
  });

  it('is refused by key 2, and not started (I9)', async () => {
    const { api, phones, people } = story;
    const { medic, ben } = people;
    await phones.phone(medic.phone).answers({ press: '1' });
    const organisation = await found(story, { provider: medic, authorising: [ben] });
    await setPin(story, organisation, ben);
    const incident = await report(story, organisation);
    await phones.phone(ben.phone).answers(provesAnd('2'));
    const order = await orderEvacuation(story, incident);
    await phones.expectHeard(ben.phone, /You have refused it/, { within: 10 });
    await api.expectEntry(incident, 'order-refused', { means: 'key' });
    const refused = await api.must('GET', order);
    expect(refused).toMatchObject({ state: 'refused' });
    expect(refused['startedAt']).toBeUndefined();
  });
});
