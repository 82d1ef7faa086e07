import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { everyDay, moment, openingHours, shown, workdays } from '../../domain/hours/hours.fixture.js';
import { SupportCaseClosedError } from '../../domain/support-case/support-case-closed.js';
import {
  newMessage,
  operator,
  partner,
  playSupportCase,
  type SupportCaseStory,
} from './support-case-story.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const berlin = 'Europe/Berlin';
const hour = 3_600_000;
const day = 24 * hour;
const hours = openingHours({
  timeZone: berlin,
  weekly: everyDay([{ from: '09:00', to: '17:00' }], workdays),
  holidays: { country: 'DE' },
});
const allDay = openingHours({ timeZone: 'UTC', weekly: everyDay([{ from: '00:00', to: '24:00' }]) });
const at = (local: string) => moment(local, berlin);

/** To the nearest minute: what the story does takes some milliseconds. */
function told({ told: all }: SupportCaseStory): readonly string[] {
  return all().map(([when, what]) => `${shown(when + 30_000, berlin)} ${what}`);
}

let server: TimeSkipping;
beforeAll(async () => {
  server = await startTimeSkipping();
});
afterAll(() => server.close());

describe('the promised answer of a support case (C9)', () => {
  it('is due in business hours, over a holiday, a weekend and the change to summer time', async () => {
    // Good Friday and Easter Monday of 2027, with the change of the clocks on the Sunday between.
    await playSupportCase(server, { hours, beginsAt: at('2027-03-25T15:00') }, async (story) => {
      const { stored, passUntil } = story;
      expect(stored.view).toMatchObject({
        state: 'new',
        answer: { is: 'due', dueAt: at('2027-03-30T15:00') },
      });
      expect(stored.view?.nextActionAt).toBe(at('2027-03-30T13:00'));
      await passUntil(at('2027-03-31T10:00'));
      expect(told(story)).toEqual(['Tue 30.03. 13:00 answer-due-soon', 'Tue 30.03. 15:00 answer-overdue']);
      expect(stored.view).toMatchObject({ answer: { is: 'overdue', since: at('2027-03-30T15:00') } });
      expect(stored.view).not.toHaveProperty('nextActionAt');
    });
  });

  it('stands still while the partner is waited for or the case is on hold', async () => {
    await playSupportCase(server, { hours, beginsAt: at('2027-04-05T09:00') }, async (story) => {
      const { stored, cases, id, update, passUntil, writes, atRest } = story;
      await passUntil(at('2027-04-05T11:00'));
      await cases.changeState(id, { by: operator, to: 'on-hold' }, update());
      await atRest();
      expect(stored.view).toMatchObject({ state: 'on-hold', answer: { is: 'paused' } });
      expect(stored.view?.nextActionAt).toBeGreaterThan(at('2027-04-12T11:00'));
      await passUntil(at('2027-04-07T11:00'));
      await cases.changeState(id, { by: operator, to: 'open' }, update());
      await atRest();
      expect(stored.view).toMatchObject({ answer: { is: 'due' } });
      await passUntil(at('2027-04-07T12:00'));
      await cases.changeState(id, { by: operator, to: 'waiting-for-partner' }, update());
      await passUntil(at('2027-04-08T10:00'));
      await writes(partner);
      await atRest();
      expect(stored.view).toMatchObject({ state: 'open', answer: { is: 'due' } });
      await passUntil(at('2027-04-12T16:00'));
      expect(told(story)).toEqual(['Thu 08.04. 13:00 answer-due-soon', 'Thu 08.04. 15:00 answer-overdue']);
    });
  });
});

describe('a silent partner (C9)', () => {
  it('is reminded, warned, and the case is closed; the workflow ends', async () => {
    await playSupportCase(server, { hours, beginsAt: at('2027-05-03T09:00') }, async (story) => {
      const { writes, passUntil, stored, until } = story;
      await writes(operator);
      await passUntil(at('2027-05-03T09:00') + 15 * day);
      await until(() => stored.view?.state === 'closed');
      expect(told(story)).toEqual([
        'Thu 06.05. 09:00 reminded',
        'Mon 10.05. 09:00 reminded',
        'Fri 14.05. 09:00 closure-warned',
        'Mon 17.05. 09:00 closed: no-reply',
      ]);
      await expect(writes(partner)).rejects.toBeInstanceOf(SupportCaseClosedError);
    });
  });

  it('ends the silence by a word, also in the last moment', async () => {
    await playSupportCase(server, { hours, beginsAt: at('2027-06-07T09:00') }, async (story) => {
      const { writes, passUntil, stored } = story;
      await writes(operator);
      await passUntil(at('2027-06-21T08:50'));
      await writes(partner);
      await passUntil(at('2027-06-22T09:00'));
      await story.atRest();
      expect(stored.view).toMatchObject({ state: 'open', messages: 3 });
      expect(told(story).at(-1)).toContain('closure-warned');
    });
  });
});

describe('a case that nobody may forget (C9)', () => {
  it('reminds the desk while it is on hold, again and again, over several runs', async () => {
    const start = { longHistory: 40 };
    await playSupportCase(server, { hours, beginsAt: at('2027-07-05T09:00'), start }, async (story) => {
      const { cases, id, update, passUntil, writes, atRest } = story;
      for (let count = 0; count < 6; count += 1) await writes(partner);
      await atRest();
      await cases.changeState(id, { by: operator, to: 'on-hold' }, update());
      await passUntil(at('2027-07-19T12:00'));
      expect(told(story)).toEqual(['Mon 12.07. 09:00 hold-reminded', 'Mon 19.07. 09:00 hold-reminded']);
      await cases.changeState(id, { by: operator, to: 'open' }, update());
      await passUntil(at('2027-07-19T12:30'));
      expect(told(story)).toHaveLength(2);
    });
  });

  it('promises the desk’s next word after “we ask the bank”', async () => {
    await playSupportCase(server, { hours, beginsAt: at('2027-07-26T09:00') }, async (story) => {
      await story.passUntil(at('2027-07-26T10:00'));
      await story.writes(operator, 'open');
      await story.until(() => story.stored.view?.state === 'open');
      expect(story.stored.view).toMatchObject({ answer: { is: 'due' } });
      await story.passUntil(at('2027-07-28T12:00'));
      expect(told(story)).toEqual(['Tue 27.07. 14:00 answer-due-soon', 'Wed 28.07. 10:00 answer-overdue']);
    });
  });
});

describe('the closure of a support case (C6)', () => {
  it('refuses every update, also after the workflow has ended', async () => {
    await playSupportCase(server, { hours: allDay }, async ({ cases, id, update, stored, until, writes }) => {
      await cases.close(id, { by: operator, outcome: 'answered' }, update());
      await until(() => stored.view?.state === 'closed');
      const others = [
        () => writes(partner),
        () => writes(operator),
        () => cases.assign(id, { by: operator, to: 'usr_operator1' }, update()),
        () => cases.changeState(id, { by: operator, to: 'open' }, update()),
        () => cases.close(id, { by: operator, outcome: 'spam' }, update()),
        () => cases.mergeInto(id, { by: operator, into: 'sup_another1' }, update()),
      ];
      for (const other of others) await expect(other()).rejects.toBeInstanceOf(SupportCaseClosedError);
      expect(stored.entries.filter(({ event }) => event.type === 'closed')).toHaveLength(1);
    });
  });

  it('answers a message again that it has taken, of the desk too, while its closure is not stored', async () => {
    await playSupportCase(server, { hours: allDay }, async ({ cases, id, update, stored, until }) => {
      const messageId = newMessage();
      const first = await cases.addMessage(id, { messageId, by: operator }, update());
      stored.away = true;
      await cases.close(id, { by: operator, outcome: 'answered' }, update());
      expect(await cases.addMessage(id, { messageId, by: operator }, update())).toEqual(first);
      stored.away = false;
      await until(() => stored.view?.state === 'closed');
      expect(stored.view?.messages).toBe(2);
    });
  });

  it('and replies at the same moment: each is either taken before it, or refused', async () => {
    for (let round = 0; round < 5; round += 1) {
      await playSupportCase(
        server,
        { hours: allDay },
        async ({ cases, id, update, stored, until, writes }) => {
          const replies = Array.from({ length: 4 }, () =>
            writes(partner).then(
              () => 'taken',
              (failure: unknown) => (failure instanceof SupportCaseClosedError ? 'refused' : 'lost'),
            ),
          );
          const closing = cases.close(id, { by: operator, outcome: 'answered' }, update());
          const results = await Promise.all(replies);
          await closing;
          await until(() => stored.view?.state === 'closed');
          expect(results).not.toContain('lost');
          const taken = results.filter((result) => result === 'taken').length;
          expect(stored.view?.messages).toBe(1 + taken);
          expect(stored.entries.at(-1)?.event.type).toBe('closed');
        },
      );
    }
  });
});

describe('the messages of a support case (C9)', () => {
  it('are taken once each, and cost at most 12 events of history', async () => {
    await playSupportCase(
      server,
      { hours: allDay },
      async ({ cases, id, update, events, writes, stored, atRest, until }) => {
        const messageId = newMessage();
        const first = await cases.addMessage(id, { messageId, by: partner }, update());
        expect(await cases.addMessage(id, { messageId, by: partner }, update())).toEqual(first);
        await atRest();
        expect(stored.view?.messages).toBe(2);
        await cases.assign(id, { by: operator, to: 'usr_operator1' }, update());
        const before = await events();
        for (let count = 0; count < 10; count += 1) {
          await writes(count % 2 === 0 ? operator : partner);
          await atRest();
        }
        const each = ((await events()) - before) / 10;
        // The server may tell of the last event before the record has come here.
        await until(() => stored.view?.messages === 12);
        expect(stored.view).toMatchObject({ assignee: 'usr_operator1' });
        // Eleven for each, and now and then a timer for what is due sooner than anything before.
        expect(each).toBeLessThanOrEqual(12);
      },
    );
  });

  it('wait in the workflow while MongoDB is away', async () => {
    await playSupportCase(server, { hours: allDay }, async ({ stored, writes, until, cases, id }) => {
      stored.away = true;
      await writes(operator);
      await writes(partner);
      expect(stored.view?.messages).toBe(1);
      expect((await cases.currentRecord(id)).view).toMatchObject({ messages: 3, state: 'open' });
      stored.away = false;
      await until(() => stored.view?.messages === 3);
      expect(stored.entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    });
  });

  it('may be a thousand, over several runs', async () => {
    await playSupportCase(
      server,
      { hours: allDay, start: { longHistory: 1_000 } },
      async ({ stored, writes, until, events }) => {
        for (let batch = 0; batch < 50; batch += 1) {
          await Promise.all(Array.from({ length: 20 }, () => writes(partner)));
        }
        await until(() => stored.view?.messages === 1_001);
        const sequences = stored.entries.map(({ sequence }) => sequence).sort((one, other) => one - other);
        expect(sequences).toEqual(Array.from({ length: 1_002 }, (_, index) => index + 1));
        expect(await events()).toBeLessThan(2_000);
      },
    );
  });
});
