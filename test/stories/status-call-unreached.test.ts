import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { askStatus, beginStory, found, register, type Story } from './story/story.js';

describe('a status call that nobody answers', () => {
  let story: Story;
  beforeAll(async () => {
    story = await beginStory();
  });
  afterAll(() => story.end());

  it('is tried again by policy and then counted as unreached (I2)', async () => {
    const { api, phones, people } = story;
    const { toni } = people;
    const organisation = await found(story, {
      statusCallPolicy: { channels: ['voice'], rounds: 2, replySeconds: 1 },
    });
    const statusCall = await askStatus(story, await register(story, organisation, toni));
    await phones.expectCallTo(toni.phone);
    await phones.expectCallTo(toni.phone);
    await api.expectStatusCall(statusCall, { state: 'unreached' });
    expect(await phones.calls(toni.phone)).toHaveLength(2);
  });
});
