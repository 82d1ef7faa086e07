import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { everyDay, openingHours } from '../../domain/hours/hours.fixture.js';
import { DomainError } from '../../domain/errors.js';
import type { SupportCaseId } from '../../domain/identifiers.js';
import { isSupportCaseClosed } from '../../domain/support-case/support-case-closed.js';
import {
  newMessage,
  operator,
  playSupportCase,
  type Stored,
  type SupportCaseStory,
} from './support-case-story.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const hours = openingHours({ timeZone: 'UTC', weekly: everyDay([{ from: '00:00', to: '24:00' }]) });

const day = 24 * 3_600_000;

let server: TimeSkipping;
beforeAll(async () => {
  server = await startTimeSkipping();
});
afterAll(() => server.close());

const play = (story: (around: SupportCaseStory) => Promise<void>) =>
  playSupportCase(server, { hours }, story);

/** Which duplicates a case tells of. */
function duplicatesOf({ entries }: Stored): readonly SupportCaseId[] {
  return entries.flatMap(({ event }) => (event.type === 'duplicate-merged' ? [event.duplicate] : []));
}

/** Merges, and says what came of it. */
function merging({ cases, update }: SupportCaseStory) {
  return async (duplicate: SupportCaseId, into: SupportCaseId): Promise<'merged' | 'closed' | 'refused'> => {
    try {
      await cases.mergeInto(duplicate, { by: operator, into }, update());
      return 'merged';
    } catch (error) {
      if (isSupportCaseClosed(error)) return 'closed';
      if (error instanceof DomainError && error.kind === 'conflict') return 'refused';
      throw error;
    }
  };
}

describe('a duplicate (C10)', () => {
  it('closes, and the other case tells of it once, however often it is merged', async () => {
    await play(async (story) => {
      const { id, stored, openAnother, until } = story;
      const other = await openAnother();
      const merge = merging(story);
      const results = await Promise.all([merge(id, other.id), merge(id, other.id)]);
      expect(results).toContain('merged');
      await until(() => stored.view?.state === 'closed' && duplicatesOf(other.stored).length > 0);
      expect(stored.view).toMatchObject({ outcome: 'merged', mergedInto: other.id });
      expect(duplicatesOf(other.stored)).toEqual([id]);
      expect(other.stored.view?.state).toBe('new');
    });
  });

  it('is told of by one case only when it is merged into two at the same moment', async () => {
    for (let round = 0; round < 3; round += 1) {
      await play(async (story) => {
        const { id, stored, openAnother, until, cases, update } = story;
        const others = [await openAnother(), await openAnother()] as const;
        const merge = merging(story);
        const results = await Promise.all(others.map((other) => merge(id, other.id)));
        expect([...results].sort()).toEqual(['closed', 'merged']);
        await until(() => stored.view?.state === 'closed');
        await until(() => others.some((other) => duplicatesOf(other.stored).length > 0));
        for (const other of others) {
          const isInto = stored.view?.mergedInto === other.id;
          // Whatever a case was told stands in its record before it answers to an assignment.
          await cases.assign(other.id, { by: operator, to: 'usr_operator1' }, update());
          await until(() => other.stored.view?.assignee !== undefined);
          expect(duplicatesOf(other.stored)).toEqual(isInto ? [id] : []);
        }
      });
    }
  });

  it('stays open where the other one is closed meanwhile, or was never there', async () => {
    await play(async (story) => {
      const { id, stored, openAnother, cases, update, writes } = story;
      const other = await openAnother();
      await cases.close(other.id, { by: operator, outcome: 'answered' }, update());
      const merge = merging(story);
      expect(await merge(id, other.id)).toBe('refused');
      expect(await merge(id, 'sup_nowhere0')).toBe('refused');
      await writes(operator);
      expect(stored.view?.state).not.toBe('closed');
      expect(duplicatesOf(other.stored)).toEqual([]);
      const open = await openAnother();
      expect(await merge(id, open.id)).toBe('merged');
    });
  });

  it('is no duplicate of its own duplicate: of a circle one case at least stays open', async () => {
    for (const length of [2, 3, 2, 3]) {
      await play(async (story) => {
        const { id, openAnother, cases } = story;
        const ids = [id];
        while (ids.length < length) ids.push((await openAnother()).id);
        const merge = merging(story);
        await Promise.all(ids.map((each, place) => merge(each, ids[(place + 1) % length] ?? id)));
        const states = await Promise.all(
          ids.map(async (each) => (await cases.currentRecord(each)).view.state),
        );
        expect(states).not.toEqual(ids.map(() => 'closed'));
      });
    }
  });

  it('leaves its question to the other case, which waits for nobody any more and closes on nobody (C9)', async () => {
    await play(async (story) => {
      const { id, stored, openAnother, until, now, passUntil, writes } = story;
      await writes(operator);
      await until(() => stored.view?.state === 'waiting-for-partner');
      await passUntil((await now()) + 10 * day);
      const question = await openAnother();
      expect(await merging(story)(question.id, id)).toBe('merged');
      await until(() => duplicatesOf(stored).length > 0);
      await until(() => stored.view?.state === 'open');
      expect(stored.view?.answer.is).toBe('due');
      await passUntil((await now()) + 20 * day);
      expect(stored.view).toMatchObject({ state: 'open', answer: { is: 'overdue' } });
    });
  });

  it('that is answered leaves the other case as it was', async () => {
    await play(async (story) => {
      const { id, stored, openAnother, until, cases, update } = story;
      const other = await openAnother();
      await cases.addMessage(other.id, { messageId: newMessage(), by: operator }, update());
      await story.writes(operator);
      expect(await merging(story)(id, other.id)).toBe('merged');
      await until(() => stored.view?.state === 'closed' && duplicatesOf(other.stored).length > 0);
      expect(other.stored.view?.state).toBe('waiting-for-partner');
    });
  });
});
