import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { beginStory, found, report, type Story } from './story/story.js';
import { mailsTo, receivedMail } from './story/mailbox.js';

describe('mails about an incident', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it("show the organisation's emergency number, its own provider's (I11, E1)", async () => {
    const { api, phones, people } = story;
    const { provider, anna, ben } = people;
    await phones.phone(provider.phone).answers({ press: '1' });
    await phones.phone(ben.phone).answers({ press: '1' });
    const incident = await report(story, await found(story, { provider, contacts: [anna, ben] }));
    await receivedMail(story, provider);
    await api.expectEntry(incident, 'acknowledged');
    await receivedMail(story, anna, /Ben|taken/i);
    await api.must('POST', `/v1/incidents/${incident}/close`, { outcome: 'resolved' });
    const digits = (text: string): string => text.replace(/\D/g, '');
    const mails = [...(await mailsTo(story, provider)), ...(await mailsTo(story, anna))];
    expect(mails.length).toBeGreaterThanOrEqual(3);
    for (const { text, html } of mails) {
      expect(digits(text)).toContain(digits(provider.phone));
      expect(html).toContain(`tel:${provider.phone}`);
    }
  });
});
