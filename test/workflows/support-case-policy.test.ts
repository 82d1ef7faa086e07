import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { everyDay, moment, openingHours, shown } from '../../domain/hours/hours.fixture.js';
import { supportPolicyOf, supportPolicySchema } from '../../domain/support-case/support-policy-schema.js';
import { operator, playSupportCase, type SupportCaseStory } from './support-case-story.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const hours = openingHours({ timeZone: 'UTC', weekly: everyDay([{ from: '09:00', to: '17:00' }]) });
const at = (local: string) => moment(local, 'UTC');
const policy = supportPolicyOf(
  supportPolicySchema.parse({
    firstAnswer: { businessMinutes: 120, warnAtShare: 0.5 },
    afterInterimAnswer: { businessMinutes: 60, warnAtShare: 0.5 },
    remindDeskOnHoldAfterHours: 10,
    remindAfterHours: [6],
    closeAfterHours: 30,
    warnHoursBeforeClosing: 5,
  }),
);

function told({ told: all }: SupportCaseStory): readonly string[] {
  return all().map(([when, what]) => `${shown(when + 30_000, 'UTC')} ${what}`);
}

let server: TimeSkipping;
beforeAll(async () => {
  server = await startTimeSkipping();
});
afterAll(() => server.close());

describe('a case of a topic with a policy of its own (C9)', () => {
  it('is answered, reminded of, warned and closed as that says, over several runs', async () => {
    const start = { policy, longHistory: 40 };
    await playSupportCase(server, { hours, beginsAt: at('2027-03-01T09:00'), start }, async (story) => {
      const { writes, passUntil, cases, id, update, stored, until } = story;
      expect(stored.view).toMatchObject({ answer: { is: 'due', dueAt: at('2027-03-01T11:00') } });
      await passUntil(at('2027-03-01T12:00'));
      await writes(operator, 'open');
      await passUntil(at('2027-03-01T12:40'));
      await cases.changeState(id, { by: operator, to: 'on-hold' }, update());
      await passUntil(at('2027-03-02T12:00'));
      await writes(operator);
      await passUntil(at('2027-03-04T09:00'));
      await until(() => stored.view?.state === 'closed');
      expect(told(story)).toEqual([
        'Mon 01.03. 10:00 answer-due-soon',
        'Mon 01.03. 11:00 answer-overdue',
        'Mon 01.03. 12:30 answer-due-soon',
        'Mon 01.03. 22:40 hold-reminded',
        'Tue 02.03. 08:40 hold-reminded',
        'Tue 02.03. 18:00 reminded',
        'Wed 03.03. 13:00 closure-warned',
        'Wed 03.03. 18:00 closed: no-reply',
      ]);
    });
  });
});
