import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { beginStory, found, report, type Story } from './story/story.js';

describe('what operators do', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('take, note, re-route, mark contacts reached, close and reopen, all in the timeline (I5, I10, I12)', async () => {
    const { api, phones, people } = story;
    const { provider, medic, anna } = people;
    const organisation = await found(story, { provider, medical: medic, contacts: [anna] });
    const incident = await report(story, organisation);
    const at = (action: string) => `/v1/incidents/${incident}/${action}`;
    await phones.expectCallTo(provider.phone);

    await api.must('POST', at('acknowledge'), { as: 'provider' });
    await api.expectEntry(incident, 'taken', { means: 'operator' });
    await api.must('POST', at('notes'), { text: 'The traveller is at the hotel.' });
    const noted = await api.expectEntry(incident, 'noted');
    expect(JSON.stringify(noted)).toContain('The traveller is at the hotel.');
    await api.must('POST', at('route'), { service: 'medical' });
    await phones.expectCallTo(medic.phone);
    const settings = await api.must('GET', `/v1/organisations/${organisation}`);
    const contactId = (settings['internalContacts'] as { id: string }[])[0]?.id;
    await api.must('POST', at('contacts-reached'), { contacts: [contactId] });
    await api.expectEntry(incident, 'contacts-reached');
    await api.must('POST', at('close'), { outcome: 'resolved' });
    await api.expectIncident(incident, { state: 'closed', outcome: 'resolved' });
    const refused = await api.ask('POST', at('acknowledge'), { as: 'provider' });
    expect(refused.status).toBe(409);
    await api.must('POST', at('reopen'), {});
    await api.expectIncident(incident, { state: 'open' });
    await api.must('POST', at('close'), { outcome: 'false-alarm' });

    const budapest = await api.must('GET', `${at('timeline')}?timeZone=Europe/Budapest&language=hu`);
    const [first] = budapest['items'] as { at: string; atLocal: string; text: string }[];
    expect(first?.at).toMatch(/Z$/);
    expect(first?.atLocal).toBeTruthy();
    const unknownZone = await api.ask('GET', `${at('timeline')}?timeZone=Europe/Atlantis`);
    expect(unknownZone.status).toBe(400);
  });
});
