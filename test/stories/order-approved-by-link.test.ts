import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLink, receivedMail } from './story/mailbox.js';
import { orderEvacuation } from './story/orders.js';
import { beginStory, found, report, type Story } from './story/story.js';

describe('an order that is approved by the link in the mail', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('is approved once: the page shows service and price, and later what was decided (I9)', async () => {
    const { api, phones, people } = story;
    const { provider, frieda, ben } = people;
    await phones.phone(provider.phone).answers({ press: '1' });
    // Her phone rings as long as she reads.
    const policy = { ringSeconds: 30 };
    const organisation = await found(story, { provider, authorising: [frieda, ben], policy });
    const incident = await report(story, organisation);
    const order = await orderEvacuation(story, incident);

    const mail = await receivedMail(story, frieda, /approval is needed/);
    expect(mail.text).toContain('€12,345');
    const page = await openLink(mail.text);
    for (const words of ['evacuation', '€12,345', 'with a physician', 'You can decide until']) {
      expect(page.html).toContain(words);
    }
    expect(await api.must('GET', order)).toMatchObject({ state: 'asking' });

    expect(await (await page.press('accept')).text()).toContain('This is approved.');
    const { text } = await api.expectEntry(incident, 'order-approved', { means: 'link' });
    expect(text).toContain('Frieda');
    const [again, refused] = [await openLink(mail.text), await page.press('decline')];
    expect(again.html).toContain('This is approved.');
    expect(again.html).not.toContain('<button');
    expect(await refused.text()).toContain('This is approved.');
    const entries = (await api.timeline(incident)).map(({ type }) => type);
    expect(entries.filter((type) => /^order-(approved|refused)$/.test(type))).toEqual(['order-approved']);
    // Nobody is asked any more: her phone is silent, and no other one rings.
    await phones.expectEnded(frieda.phone, { status: 'canceled' });
    await phones.expectNoCallTo(ben.phone, { for: 3 });
  });
});
