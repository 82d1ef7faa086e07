import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { receivedMail } from './story/mailbox.js';
import { beginStory, found, report, type Person, type Story } from './story/story.js';

describe('a provider that is closed', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  /** An organisation whose provider never opens and speaks French and Hungarian, with a backup. */
  async function foundWith(provider: Person, backup: Person): Promise<string> {
    const { api } = story;
    const organisation = await found(story, { provider, backups: [backup] });
    const path = `/v1/organisations/${organisation}`;
    const saved = await api.must('GET', path);
    const { id: _id, revision: _revision, createdAt: _created, updatedAt: _updated, ...settings } = saved;
    const { assistance, ...others } = settings['providers'] as { assistance: { provider: object } };
    const line = { ...assistance.provider, hours: { weekly: {} }, languages: ['fr', 'hu'] };
    await api.must(
      'PUT',
      path,
      {
        ...settings,
        providers: { ...others, assistance: { by: 'own', provider: line } },
      },
      { 'if-match': '*' },
    );
    return organisation;
  }

  it('is passed over at once, the timeline says so, and its backup takes the incident (E1, I3)', async () => {
    const { api, phones, people } = story;
    const { provider, backup } = people;
    await phones.phone(backup.phone).answers({ press: '1' });
    const incident = await report(story, await foundWith(provider, backup));
    await api.expectEntry(incident, 'taken', { by: { target: { role: 'backup-provider' } } });
    const skipped = await api.expectEntry(incident, 'skipped', { track: 'provider' });
    expect(skipped.text).toContain('Provider (outside its opening hours)');
    await phones.expectNoCallTo(provider.phone, { for: 1 });
    expect(await api.must('GET', `/v1/incidents/${incident}`)).toMatchObject({
      provider: { name: 'Provider', languages: ['fr', 'hu'], open: false },
    });
    // The desk's number stands there instead of one that nobody answers.
    const { text } = await receivedMail(story, backup);
    expect(text).toContain(story.stack.emergencyNumber.slice(-4));
    expect(text).not.toContain(provider.phone.slice(-6));
  });

  it('is called all the same when a life is in danger, in a language that it speaks (E1, I6)', async () => {
    const { phones, people } = story;
    const { medic, travel } = people;
    await phones.phone(medic.phone).answers({ press: '1' });
    await report(story, await foundWith(medic, travel), { threat: 'immediate' });
    await phones.expectHeard(medic.phone, /átvette az ügyet/);
  });
});
