import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OwnStack } from '../story/stacks.js';
import { askStatus, beginStory, expectIncidentOf, found, register, type Story } from '../story/story.js';

/** The API is killed, and back at the end. */
export function unheardCallerStories(own: () => OwnStack): void {
  describe('a caller who hangs up while the API is away', () => {
    let stack: OwnStack;
    let story: Story;
    beforeAll(async () => {
      stack = own();
      story = await beginStory(stack);
    });

    it('is called back as soon as it is there again, though no webhook ever tells of it (I1, I4)', async () => {
      const { api, phones, people } = story;
      const { toni, provider } = people;
      await phones.phone(toni.phone).answers({ press: '2' });
      await phones.phone(provider.phone).ringsOut();
      const organisation = await found(story, { provider, policy: { callBackDelaySeconds: 1 } });
      const statusCall = await askStatus(story, await register(story, organisation, toni));
      await phones.expectCallTo(toni.phone);
      const incident = await expectIncidentOf(story, statusCall);
      await api.expectEntry(incident, 'caller-waiting');

      await stack.api.kill();
      await phones.phone(toni.phone).answers({ press: '1' });
      await phones.phone(toni.phone).hangsUp();
      await phones.expectEnded(toni.phone);
      await stack.api.start();

      await api.expectEntry(incident, 'caller-left', {}, 60);
      await phones.phone(provider.phone).answers({ press: '1' });
      await phones.expectCallTo(toni.phone, { within: 40 });
      await phones.expectTogether([toni.phone, provider.phone]);
      expect(await phones.calls(toni.phone)).toHaveLength(2);
    });
  });
}
