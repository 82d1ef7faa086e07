import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { askStatus, beginStory, expectIncidentOf, found, register, type Story } from './story/story.js';

describe('Help while the provider is busy', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('keeps the caller on the line, skips a voicemail, and connects the backup (I4)', async () => {
    const { api, phones, people } = story;
    const { toni, provider, medic, backup } = people;
    await phones.phone(toni.phone).answers({ press: '2' });
    await phones.phone(provider.phone).isBusy();
    await phones.phone(medic.phone).isVoicemail();
    await phones.phone(backup.phone).answers({ press: '1' });
    const organisation = await found(story, { provider, backups: [medic, backup] });
    const statusCall = await askStatus(story, await register(story, organisation, toni));

    await phones.expectCallTo(provider.phone);
    await phones.expectCallTo(medic.phone);
    await phones.expectCallTo(backup.phone);
    await phones.expectTogether([toni.phone, backup.phone]);
    const incident = await expectIncidentOf(story, statusCall);
    await api.expectEntry(incident, 'attempt-ended', { track: 'provider', reason: 'busy' });
    await api.expectEntry(incident, 'attempt-ended', { track: 'provider', reason: 'voicemail' });
  });
});
