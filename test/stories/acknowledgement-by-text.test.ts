import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { beginStory, found, report, type Story } from './story/story.js';
import { openLink, receivedMail } from './story/mailbox.js';

describe('an internal contact who does not pick up', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('takes over by replying 1 to the text; the other contacts are told (I6, I7)', async () => {
    const { api, phones, people, stack } = story;
    const { provider, anna, ben } = people;
    await phones.phone(provider.phone).answers({ press: '1' });
    const incident = await report(story, await found(story, { provider, contacts: [anna, ben] }));
    await phones.expectText(anna.phone, /1/);
    await phones.expectText(ben.phone, /1/);
    await phones.phone(anna.phone).texts(stack.emergencyNumber, '1');
    await api.expectEntry(incident, 'acknowledged', {
      means: 'sms',
      by: { target: { role: 'internal-contact' } },
    });
    await phones.expectText(ben.phone, /Anna/);
    await phones.expectNoCallTo(ben.phone, { for: 3 });
  });

  it('takes over by the link in the mail (I6)', async () => {
    const { api, phones, people } = story;
    const { medic, carla } = people;
    await phones.phone(medic.phone).answers({ press: '1' });
    const incident = await report(story, await found(story, { provider: medic, contacts: [carla] }));
    const page = await openLink((await receivedMail(story, carla)).text);
    await page.press('accept');
    await api.expectEntry(incident, 'acknowledged', { means: 'link' });
  });
});
