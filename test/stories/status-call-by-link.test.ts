import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLink, receivedMail } from './story/mailbox.js';
import { askStatus, beginStory, expectIncidentOf, found, register, type Story } from './story/story.js';

describe('a status question answered by the link in the mail', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('changes nothing by opening the page; its Help button leads to a call-back and a bridge (I2, I3)', async () => {
    const { api, phones, people } = story;
    const { toni, provider } = people;
    await phones.phone(provider.phone).answers({ press: '1' });
    await phones.phone(toni.phone).answers({ press: '1' });
    const organisation = await found(story, {
      provider,
      statusCallPolicy: { channels: ['email'], replySeconds: 30 },
    });
    const statusCall = await askStatus(story, await register(story, organisation, toni));

    const mail = await receivedMail(story, toni);
    const page = await openLink(mail.text);
    await api.expectStatusCall(statusCall, { state: 'asking' });
    await phones.expectNoCallTo(provider.phone, { for: 2 });

    const pressed = await page.press('help');
    expect(pressed.status).toBe(200);
    await phones.expectTogether([toni.phone, provider.phone]);
    await expectIncidentOf(story, statusCall);
  });
});
