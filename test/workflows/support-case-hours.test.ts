import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { everyDay, moment, openingHours, shown, workdays } from '../../domain/hours/hours.fixture.js';
import { operator, playSupportCase } from './support-case-story.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const berlin = 'Europe/Berlin';
const at = (local: string) => moment(local, berlin);
const office = (from: string, to: string) =>
  openingHours({ timeZone: berlin, weekly: everyDay([{ from, to }], workdays) });

let server: TimeSkipping;
beforeAll(async () => {
  server = await startTimeSkipping();
});
afterAll(() => server.close());

describe('a running case whose desk has other hours (C9)', () => {
  it('promises its answer by them at once: what has passed counts by the former ones', async () => {
    const hours = office('09:00', '17:00');
    await playSupportCase(server, { hours, beginsAt: at('2027-03-01T09:00') }, async (story) => {
      const { cases, id, stored, passUntil, atRest } = story;
      expect(stored.view).toMatchObject({
        answer: { is: 'due', dueAt: at('2027-03-01T17:00') },
        hoursRevision: 'first',
      });
      await passUntil(at('2027-03-01T12:00'));
      story.changeHours(office('09:00', '13:00'), 'second');
      const before = await story.events();
      await cases.tellHours(id, { revision: 'second' });
      await atRest();
      await story.until(() => stored.view?.hoursRevision === 'second');
      const cost = (await story.events()) - before;
      expect(cost).toBeLessThanOrEqual(12);
      const { answer } = stored.view ?? {};
      if (answer?.is !== 'due') throw new Error('No answer is due.');
      expect(shown(answer.dueAt + 30_000, berlin)).toBe('Tue 02.03. 13:00');

      // Told again, it does nothing, and the former moments are none of its any more.
      await cases.tellHours(id, { revision: 'second' });
      await atRest();
      expect((await story.events()) - before).toBeLessThanOrEqual(cost + 4);
      await passUntil(at('2027-03-02T14:00'));
      expect(story.told().map(([when, what]) => `${shown(when + 30_000, berlin)} ${what}`)).toEqual([
        'Tue 02.03. 11:00 answer-due-soon',
        'Tue 02.03. 13:00 answer-overdue',
      ]);
    });
  });

  it('is woken earlier where they are longer, and is not asked for while nobody waits for the desk', async () => {
    const hours = office('09:00', '11:00');
    await playSupportCase(server, { hours, beginsAt: at('2027-04-12T09:00') }, async (story) => {
      const { cases, id, stored, passUntil, atRest, writes } = story;
      await passUntil(at('2027-04-12T10:00'));
      story.changeHours(office('09:00', '19:00'), 'second');
      await cases.tellHours(id, { revision: 'second' });
      await passUntil(at('2027-04-12T18:00'));
      expect(story.told().map(([when, what]) => `${shown(when + 30_000, berlin)} ${what}`)).toEqual([
        'Mon 12.04. 15:00 answer-due-soon',
        'Mon 12.04. 17:00 answer-overdue',
      ]);
      await writes(operator);
      await atRest();
      expect(stored.view).not.toHaveProperty('hoursRevision');
    });
  });
});
