import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { orderEvacuation, provesAnd, setPin, wrongPin } from './story/orders.js';
import { beginStory, found, report, type Person, type Story } from './story/story.js';

describe('an order whose first authorising person does not decide', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  async function ordered(
    provider: Person,
    first: Person,
    second: Person,
  ): Promise<readonly [string, string]> {
    const { phones } = story;
    await phones.phone(provider.phone).answers({ press: '1' });
    await phones.phone(second.phone).answers(provesAnd('1'));
    const organisation = await found(story, { provider, authorising: [first, second] });
    await setPin(story, organisation, first);
    await setPin(story, organisation, second);
    const incident = await report(story, organisation);
    return [incident, await orderEvacuation(story, incident)];
  }

  it('is asked of the next one when the first does not pick up (I9)', async () => {
    const { api, phones, people } = story;
    const { provider, frieda, ben } = people;
    const [incident, order] = await ordered(provider, frieda, ben);
    await phones.expectCallTo(frieda.phone);
    await phones.expectEnded(frieda.phone, { status: 'no-answer' });
    await phones.expectCallTo(ben.phone);
    await api.expectEntry(incident, 'attempt-ended', { track: 'approval', reason: 'no-answer' });
    const { text } = await api.expectEntry(incident, 'order-approved', { means: 'key' });
    expect(text).toContain('Ben');
    expect(await api.must('GET', order)).toMatchObject({ state: 'approved' });
  });

  it('is asked of the next one when the first enters a wrong PIN three times, and hears nothing of it (I9)', async () => {
    const { api, phones, people } = story;
    const { medic, anna, carla } = people;
    await phones.phone(anna.phone).answers({
      then: Array.from({ length: 3 }, () => ({ do: 'press', digits: `${wrongPin}#` }) as const),
    });
    const [incident] = await ordered(medic, anna, carla);
    await phones.expectCallTo(anna.phone);
    await phones.expectHeard(anna.phone, /That is not right\. We end this call now/, { within: 10 });
    await api.expectEntry(incident, 'attempt-ended', {
      track: 'approval',
      reason: 'failed',
      detail: 'pin-refused',
    });
    await phones.expectCallTo(carla.phone);
    await api.expectEntry(incident, 'order-approved', { means: 'key' });
    const heard = (await phones.journal()).filter(
      (event) => event.event === 'heard' && event.number === anna.phone,
    );
    expect(JSON.stringify(heard)).not.toMatch(/evacuation|12,345|physician/);
  });
});
