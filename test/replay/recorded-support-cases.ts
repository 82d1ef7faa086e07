import { everyDay, openingHours } from '../../domain/hours/hours.fixture.js';
import type { SupportCaseId } from '../../domain/identifiers.js';
import type { SupportCaseStart } from '../../workflows/support-case/support-case.messages.js';
import type { History } from '../workflows/stage.js';
import {
  operator,
  partner,
  playSupportCase,
  type SupportCaseStory,
} from '../workflows/support-case-story.js';
import type { RecordedStory } from './recorded-story.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const halfDay = openingHours({ timeZone: 'UTC', weekly: everyDay([{ from: '00:00', to: '12:00' }]) });
const wholeDay = openingHours({ timeZone: 'UTC', weekly: everyDay([{ from: '00:00', to: '24:00' }]) });

/** Stored are the histories the case that the story begins with, and of those that it names. */
function supportCase(
  story: (around: SupportCaseStory) => Promise<readonly SupportCaseId[]>,
  start: Partial<SupportCaseStart> = {},
): RecordedStory {
  return async (server) => {
    const histories: History[] = [];
    await playSupportCase(server, { hours: wholeDay, start }, async (around) => {
      const others = await story(around);
      await around.atRest();
      for (const id of [around.id, ...others]) histories.push(...(await around.histories(id)));
    });
    return histories;
  };
}

/** A case with everything that the desk does to it, on hold for weeks. */
async function onHold({ id, cases, writes, update, until, stored, now, passUntil }: SupportCaseStory) {
  await cases.assign(id, { by: operator, to: 'usr_operator1' }, update());
  await writes(operator, 'open');
  await writes(partner);
  await cases.changeState(id, { by: operator, to: 'on-hold' }, update());
  await until(() => stored.view?.state === 'on-hold');
  await passUntil((await now()) + 20 * day);
  await cases.changeState(id, { by: operator, to: 'open' }, update());
  await writes(operator);
  await until(() => stored.view?.state === 'waiting-for-partner');
  return [];
}

/** Support cases, by what happens in them. */
export const recordedSupportCases: Readonly<Record<string, RecordedStory>> = {
  'support-case-closed-by-desk': supportCase(async (around) => {
    await onHold(around);
    const { id, cases, update, until, stored } = around;
    await cases.close(id, { by: operator, outcome: 'answered' }, update());
    await until(() => stored.view?.state === 'closed');
    return [];
  }),

  /** Recorded before the desk was reminded of cases on hold, and before its next word was promised. */
  'support-case-before-reminders': supportCase(onHold),

  'support-case-in-several-runs': supportCase(
    async ({ writes, now, passUntil, until, stored }) => {
      for (let message = 0; message < 12; message += 1) await writes(message % 3 === 0 ? operator : partner);
      await writes(operator);
      await until(() => stored.view?.state === 'waiting-for-partner');
      await passUntil((await now()) + 30 * day);
      await until(() => stored.view?.state === 'closed');
      return [];
    },
    { longHistory: 60 },
  ),

  'support-case-merged': supportCase(async ({ id, cases, openAnother, until, stored, update, writes }) => {
    const other = await openAnother();
    await writes(partner);
    await cases.mergeInto(id, { by: operator, into: other.id }, update());
    await until(() => stored.view?.state === 'closed');
    await until(() => other.stored.entries.some(({ event }) => event.type === 'duplicate-merged'));
    return [other.id];
  }),

  'support-case-from-opening-to-closure': supportCase(
    async ({ cases, id, update, writes, now, passUntil, changeHours, until, stored }) => {
      const begun = await now();
      await writes(partner);
      changeHours(halfDay, 'second');
      await cases.tellHours(id, { revision: 'second' });
      await passUntil(begun + 3 * hour + minute);
      await cases.assign(id, { by: operator, to: 'usr_operator1' }, update());
      await cases.changeState(id, { by: operator, to: 'on-hold' }, update());
      await passUntil(begun + 5 * hour + minute);
      await writes(operator, 'open');
      await writes(operator);
      await passUntil(begun + 16 * day);
      await until(() => stored.view?.state === 'closed');
      return [];
    },
  ),

  'support-case-taken-up': supportCase(
    async ({ cases, id, lose, takeUp, writes, atRest, now, passUntil, update, until }) => {
      await writes(operator);
      await atRest();
      await lose();
      await takeUp();
      await passUntil((await now()) + minute);
      await writes(partner);
      await cases.close(id, { by: operator, outcome: 'answered' }, update());
      await until(async () => !(await cases.isRunning(id)));
      return [];
    },
  ),
};
