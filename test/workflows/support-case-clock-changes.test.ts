import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { everyDay, moment, openingHours, shown, workdays } from '../../domain/hours/hours.fixture.js';
import { operator, playSupportCase, type SupportCaseStory } from './support-case-story.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const berlin = 'Europe/Berlin';
const at = (local: string) => moment(local, berlin);
const office = openingHours({
  timeZone: berlin,
  weekly: everyDay([{ from: '09:00', to: '17:00' }], workdays),
  holidays: { country: 'DE' },
});
const roundTheClock = openingHours({
  timeZone: berlin,
  weekly: everyDay([{ from: '00:00', to: '24:00' }]),
});

/** To the nearest minute: what the story does takes some milliseconds. */
function told({ told: all }: SupportCaseStory): readonly string[] {
  return all().map(([when, what]) => `${shown(when + 30_000, berlin)} ${what}`);
}

let server: TimeSkipping;
beforeAll(async () => {
  server = await startTimeSkipping();
});
afterAll(() => server.close());

// The clock of the server only goes forward, so each story plays in a later year.
describe('the changes of the clocks', () => {
  it('neither give nor take of a promise that is due in the night of spring (C9)', async () => {
    const beginsAt = at('2027-03-27T20:00');
    await playSupportCase(server, { hours: roundTheClock, beginsAt }, async (story) => {
      await story.passUntil(at('2027-03-28T06:00'));
      expect(told(story)).toEqual(['Sun 28.03. 03:00 answer-due-soon', 'Sun 28.03. 05:00 answer-overdue']);
    });
  });

  it('neither give nor take of a promise that is due in the night of autumn (C9)', async () => {
    const beginsAt = at('2027-10-30T20:00');
    await playSupportCase(server, { hours: roundTheClock, beginsAt }, async (story) => {
      await story.passUntil(at('2027-10-31T06:00'));
      expect(told(story)).toEqual(['Sun 31.10. 02:00 answer-due-soon', 'Sun 31.10. 03:00 answer-overdue']);
    });
  });

  it('leave the promise of an office where it is, over the weekend of autumn (C9)', async () => {
    const beginsAt = at('2028-10-27T15:00');
    await playSupportCase(server, { hours: office, beginsAt }, async (story) => {
      expect(story.stored.view).toMatchObject({
        answer: { is: 'due', dueAt: at('2028-10-30T15:00') },
      });
      await story.passUntil(at('2028-10-30T16:00'));
      expect(told(story)).toEqual(['Mon 30.10. 13:00 answer-due-soon', 'Mon 30.10. 15:00 answer-overdue']);
    });
  });

  it('count nothing of a case that is on hold meanwhile (C9)', async () => {
    const beginsAt = at('2029-10-26T15:00');
    await playSupportCase(server, { hours: office, beginsAt }, async (story) => {
      const { cases, id, update, passUntil } = story;
      await passUntil(at('2029-10-26T16:00'));
      await cases.changeState(id, { by: operator, to: 'on-hold' }, update());
      await passUntil(at('2029-10-30T09:00'));
      await cases.changeState(id, { by: operator, to: 'open' }, update());
      await passUntil(at('2029-10-30T16:30'));
      expect(told(story)).toEqual(['Tue 30.10. 14:00 answer-due-soon', 'Tue 30.10. 16:00 answer-overdue']);
    });
  });

  it('leave a silent partner as many hours as ever: reminders and closure count in days of 24 of them (C9)', async () => {
    const beginsAt = at('2030-10-24T09:00');
    await playSupportCase(server, { hours: office, beginsAt }, async (story) => {
      const { writes, passUntil, stored, until } = story;
      await writes(operator);
      await passUntil(at('2030-11-08T09:00'));
      await until(() => stored.view?.state === 'closed');
      expect(told(story)).toEqual([
        'Sun 27.10. 08:00 reminded',
        'Thu 31.10. 08:00 reminded',
        'Mon 04.11. 08:00 closure-warned',
        'Thu 07.11. 08:00 closed: no-reply',
      ]);
    });
  });
});
