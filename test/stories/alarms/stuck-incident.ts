import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OwnStack } from '../story/stacks.js';
import { beginStory, found, report, type Story } from '../story/story.js';

/** The worker is killed, and back at the end. */
export function stuckIncidentStories(own: () => OwnStack): void {
  describe('an incident that is stuck', () => {
    let stack: OwnStack;
    let story: Story;
    beforeAll(async () => {
      stack = own();
      story = await beginStory(stack);
    });

    it('raises an alarm from a process other than the one that is late: the duty number is called (I10)', async () => {
      const { api, phones, people } = story;
      const { provider } = people;
      const incident = await report(story, await found(story, { provider }), { kind: 'travel' });
      await phones.expectCallTo(provider.phone);
      await api.expectEntry(incident, 'round-ended');
      await stack.worker.kill();
      await phones.phone(stack.dutyNumber).answers({ thinkingSeconds: 5 });
      await phones.expectHeard(stack.dutyNumber, /alarm/i, { within: 60 });
      expect((await fetch(`${stack.apiUrl}/readyz`)).status).toBe(503);
      await stack.worker.start();
    });
  });
}
