import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Stack } from '../../dev/stack/stack.js';
import { startOwnStack } from './story/stacks.js';
import { beginStory, found, report, type Story } from './story/story.js';

describe('an incident that is stuck', () => {
  let stack: Stack & { folder: string };
  let story: Story;
  beforeAll(async () => {
    stack = await startOwnStack({ AUDITOR_GRACE_SECONDS: '2', AUDITOR_INTERVAL_SECONDS: '1' });
    story = await beginStory(stack);
  });
  afterAll(() => stack.stop());

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
