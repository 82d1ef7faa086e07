import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeskApi } from '../../dev/client/desk-api.js';
import { beginStory, eventuallyOpenIncident, found, register, type Story } from './story/story.js';

describe('a traveller of two organisations who calls the emergency number', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('says by key which one is meant, and is connected with its provider; the desk alone learns of it (I5, I10)', async () => {
    const { api, phones, people, stack } = story;
    const { toni, provider, medic } = people;
    const organisations = [
      { id: await found(story, { provider }), line: provider },
      { id: await found(story, { provider: medic }), line: medic },
    ].sort((one, other) => (one.id < other.id ? -1 : 1));
    for (const { id, line } of organisations) {
      await register(story, id, toni);
      await phones.phone(line.phone).answers({ press: '1' });
    }
    const [unmeant, meant] = organisations;
    if (unmeant === undefined || meant === undefined) throw new Error('There are not two organisations.');

    await phones.phone(toni.phone).calls(stack.emergencyNumber);
    await phones.expectHeard(toni.phone, /several organisations/);
    await phones.expectHeard(toni.phone, /press 2/);
    await phones.phone(toni.phone).presses('2');
    await phones.expectHeard(toni.phone, /For security, press 1/);
    await phones.phone(toni.phone).presses('1');
    await phones.expectTogether([toni.phone, meant.line.phone], { within: 15 });
    await phones.expectNoCallTo(unmeant.line.phone, { for: 1 });

    const incident = await eventuallyOpenIncident(story, meant.id, { source: 'inbound-call' });
    const chosen = await api.expectEntry(incident, 'organisation-chosen', { by: 'caller' });
    expect(chosen.text).toBe("The caller's number is known in several organisations. They chose this one.");
    const { token } = await api.must('POST', `/v1/organisations/${meant.id}/tokens`, { name: 'theirs' });
    const theirs = await new DeskApi(stack.apiUrl, String(token)).timeline(incident);
    expect(theirs.map(({ type }) => type)).toContain('reported');
    expect(theirs.map(({ type }) => type)).not.toContain('organisation-chosen');
  });
});
