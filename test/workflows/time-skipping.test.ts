import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playIncident } from './incident-story.js';
import { anna, provider } from './people.js';
import { declines, presses1 } from './scripted-desk.js';
import { ClockStandsStill, startTimeSkipping, type TimeSkipping } from './time-skipping.js';

/** Enough for ten minutes of a story on a busy machine. */
const patienceMilliseconds = 8000;

describe('a server whose clock stands still', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping(patienceMilliseconds);
  });
  afterAll(() => server.close());

  it('is replaced, and the story is played once more', async () => {
    const first = server.environment;
    let times = 0;
    await playIncident(
      server,
      (desk) => {
        times += 1;
        // Somebody who stays on the phone stops the clock's jumps.
        desk.whenCalled(provider, times === 1 ? desk.staysOnThePhone : declines);
        desk.whenCalled(anna, presses1);
        return {};
      },
      ({ pass }) => pass('10 minutes'),
    );
    expect(times).toBe(2);
    expect(server.environment).not.toBe(first);
  });

  it('is no excuse for a case that stops every clock', async () => {
    let times = 0;
    const story = playIncident(
      server,
      (desk) => {
        times += 1;
        desk.whenCalled(provider, desk.staysOnThePhone);
        return {};
      },
      ({ pass }) => pass('10 minutes'),
    );
    await expect(story).rejects.toThrow(ClockStandsStill);
    expect(times).toBe(2);
  });
});
