import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../dev/client/desk-api.js';
import { openLink, receivedMail } from './story/mailbox.js';
import {
  askStatus,
  beginStory,
  eventuallyOpenIncident,
  expectIncidentOf,
  found,
  register,
  type Story,
} from './story/story.js';

describe('the link of a status question, used once more after its incident is over', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  /** Its workflow has ended: until then a call for help reopens it. */
  async function expectOver(incident: string): Promise<void> {
    await story.api.expectIncident(incident, { state: 'archived' });
    const note = { text: 'Is anybody there?' };
    const isOver = await eventually(async () => {
      const { status } = await story.api.ask('POST', `/v1/incidents/${incident}/notes`, note);
      return status === 404 ? true : undefined;
    }, 20);
    expect(isOver).toBe(true);
  }

  it('opens a new incident, with a call-back of its own; pressed again it is the same one (I1, I2, I3)', async () => {
    const { api, phones, people } = story;
    const { toni, provider } = people;
    await phones.phone(provider.phone).answers({ press: '1' });
    await phones.phone(toni.phone).answers({ press: '1' });
    const organisation = await found(story, {
      provider,
      policy: { reopenWindowSeconds: 0 },
      statusCallPolicy: { channels: ['email'], replySeconds: 30 },
    });
    const statusCall = await askStatus(story, await register(story, organisation, toni));
    const { text } = await receivedMail(story, toni);
    await (await openLink(text)).press('help');
    const first = await expectIncidentOf(story, statusCall);
    await phones.expectTogether([toni.phone, provider.phone]);
    await phones.phone(toni.phone).hangsUp();
    await phones.phone(provider.phone).hangsUp();
    // In the same moment: news of who has left come while the case is ending.
    await api.must('POST', `/v1/incidents/${first}/close`, { outcome: 'resolved' });
    await expectOver(first);

    expect((await (await openLink(text)).press('help')).status).toBe(200);
    const second = await eventuallyOpenIncident(story, organisation, { source: 'status-call' });
    expect(second).not.toBe(first);
    await api.expectEntry(second, 'taken', { means: 'key' });
    await api.expectEntry(second, 'caller-joined');

    expect((await (await openLink(text)).press('help')).status).toBe(200);
    const { items } = await api.must('GET', `/v1/incidents?organisationId=${organisation}`);
    expect((items as { id: string }[]).map(({ id }) => id)).toEqual([second, first]);
    await api.must('POST', `/v1/incidents/${second}/close`, { outcome: 'resolved' });
  });
});
