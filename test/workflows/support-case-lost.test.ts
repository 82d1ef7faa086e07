import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { everyDay, openingHours } from '../../domain/hours/hours.fixture.js';
import { SupportCaseClosedError } from '../../domain/support-case/support-case-closed.js';
import { SupportCaseNotRunningError } from '../../domain/support-case/support-case-not-running.js';
import { newMessage, operator, partner, playSupportCase } from './support-case-story.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const hours = openingHours({ timeZone: 'UTC', weekly: everyDay([{ from: '00:00', to: '24:00' }]) });

let server: TimeSkipping;
beforeAll(async () => {
  server = await startTimeSkipping();
});
afterAll(() => server.close());

describe('a support case whose workflow was lost', () => {
  it('is never called closed, and goes on from what is stored, with every promise that was made (C4, C6)', async () => {
    await playSupportCase(server, { hours }, async (story) => {
      const { cases, id, stored, writes, passUntil, atRest, now } = story;
      const begun = await now();
      await writes(operator);
      await passUntil(begun + 4 * day);
      const before = story.told();
      expect(before.map(([, what]) => what)).toEqual(['reminded']);
      await story.lose();
      expect(await cases.isRunning(id)).toBe(false);
      await expect(writes(partner)).rejects.toBeInstanceOf(SupportCaseNotRunningError);
      expect(await story.takeUp()).toBe('started');
      expect(await story.takeUp()).toBe('exists');
      await expect(writes(partner)).rejects.toBeInstanceOf(SupportCaseNotRunningError);
      await passUntil((await now()) + 10_000);
      await story.until(() => cases.isRunning(id));

      // Who was reminded is not reminded anew, and is closed when it was promised.
      await passUntil(begun + 14 * day + hour);
      await story.until(() => stored.view?.state === 'closed');
      expect(story.told().map(([at, what]) => [Math.round((at - begun) / day), what])).toEqual([
        [3, 'reminded'],
        [7, 'reminded'],
        [11, 'closure-warned'],
        [14, 'closed: no-reply'],
      ]);
      await expect(writes(partner)).rejects.toBeInstanceOf(SupportCaseClosedError);
      await atRest();
      const sequences = stored.entries.map(({ sequence }) => sequence);
      expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    });
  });

  it('takes the words that it had taken, and had not recorded (C6)', async () => {
    await playSupportCase(server, { hours }, async (story) => {
      const { cases, id, stored, writes, passUntil, atRest, now } = story;
      await writes(operator);
      await atRest();
      await story.lose();
      const message = { messageId: newMessage(), by: partner };
      stored.untaken.push(message);
      await story.takeUp();
      await passUntil((await now()) + 10_000);
      await story.until(() => stored.view?.messages === 3);
      expect(stored.view).toMatchObject({ state: 'open', answer: { is: 'due' } });
      // Whoever repeats it is told where it stands.
      const { sequence } = await cases.addMessage(id, message, story.update());
      expect(stored.entries.find((entry) => entry.sequence === sequence)?.event).toMatchObject(message);
      expect(await writes(partner)).toBe(sequence + 1);
    });
  });

  it('stays closed where its closure is stored, whoever wants it taken up (C6)', async () => {
    await playSupportCase(server, { hours }, async (story) => {
      const { cases, id, stored, passUntil, now } = story;
      await cases.close(id, { by: operator, outcome: 'answered' }, story.update());
      await story.until(async () => !(await cases.isRunning(id)));
      const entries = stored.entries.length;
      await story.takeUp();
      await passUntil((await now()) + 10_000);
      await story.until(async () => !(await cases.isRunning(id)));
      expect(stored.entries).toHaveLength(entries);
      expect(stored.view).toMatchObject({ state: 'closed', outcome: 'answered' });
    });
  });
});
