import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { beginStory, found, report, type Story } from './story/story.js';

describe('settings that are saved while an incident runs', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('count from its next round on; a draft counts for nothing until it is saved (E5)', async () => {
    const { api, phones, people } = story;
    const { anna, ben, provider } = people;
    await phones.phone(provider.phone).answers({ press: '1' });
    await phones.phone(ben.phone).answers({ press: '1' });
    const organisation = await found(story, { provider, contacts: [anna] });
    const settings = `/v1/organisations/${organisation}`;
    const { id, revision, createdAt, updatedAt, ...saved } = await api.must('GET', settings);
    expect([id, typeof createdAt, typeof updatedAt]).toEqual([organisation, 'string', 'string']);

    const incident = await report(story, organisation);
    await phones.expectCallTo(anna.phone);
    const { version } = await api.must('PUT', `${settings}/settings/draft`, {
      basedOn: revision,
      settings: { ...saved, internalContacts: [{ name: ben.name, phones: [ben.phone] }] },
    });
    await phones.expectNoCallTo(ben.phone, { for: 3 });

    const ifMatch = { 'if-match': `"${String(revision)}"` };
    const answer = await api.ask('POST', `${settings}/settings/save`, { draftVersion: version }, ifMatch);
    expect(answer.status).toBe(200);
    await phones.expectCallTo(ben.phone);
    await api.expectEntry(incident, 'acknowledged', { means: 'key' });
  });
});
