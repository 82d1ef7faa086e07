import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLink, receivedMail } from './story/mailbox.js';
import { beginStory, found, report, type Story } from './story/story.js';

describe('the link in the mail to an internal contact', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  const acknowledgements = async (incident: string) =>
    (await story.api.timeline(incident)).filter(({ type }) => type === 'acknowledged');
  const press = (link: string, answer: string) =>
    fetch(link, { method: 'POST', body: new URLSearchParams({ answer }) });

  it('does nothing when it is forged, counts once when it is pressed again and again, and not after the end (X3, I6)', async () => {
    const { api, people } = story;
    const { provider, anna } = people;
    const organisation = await found(story, {
      provider,
      contacts: [anna],
      policy: { reopenWindowSeconds: 0 },
    });
    const incident = await report(story, organisation);
    const { text } = await receivedMail(story, anna);
    const link = /https?:\/\/\S+\/a\/[\w-]+/.exec(text)?.[0] ?? '';
    const token = link.split('/a/')[1] ?? '';
    expect(token.length).toBeGreaterThan(40);

    const other = (letter: string) => (letter === 'A' ? 'B' : 'A');
    const forged = Array.from(
      token,
      (letter, at) => token.slice(0, at) + other(letter) + token.slice(at + 1),
    );
    for (const wrong of [...forged, token.slice(1), `${token}A`, token.toUpperCase()]) {
      const address = link.replace(token, wrong);
      expect((await press(address, 'accept')).status).toBe(404);
    }
    expect(await acknowledgements(incident)).toEqual([]);
    await api.expectIncident(incident, { state: 'open', acknowledgements: [] });

    const pressed = await Promise.all(Array.from({ length: 8 }, () => press(link, 'accept')));
    expect(pressed.map(({ status }) => status)).toEqual(pressed.map(() => 200));
    await api.expectEntry(incident, 'acknowledged', { means: 'link' });
    expect((await press(link, 'accept')).status).toBe(200);
    expect(await acknowledgements(incident)).toHaveLength(1);

    await api.must('POST', `/v1/incidents/${incident}/close`, { outcome: 'resolved' });
    const late = await press(link, 'accept');
    expect(await late.text()).toMatch(/closed|over/i);
    expect((await openLink(text)).html).not.toContain('Somebody needs help.');
    expect(await acknowledgements(incident)).toHaveLength(1);
  });
});
