import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { everyDay, openingHours } from '../../domain/hours/hours.fixture.js';
import {
  newMessage,
  operator,
  partner,
  playSupportCase,
  type SupportCaseStory,
} from './support-case-story.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const hours = openingHours({ timeZone: 'UTC', weekly: everyDay([{ from: '00:00', to: '24:00' }]) });

let server: TimeSkipping;
beforeAll(async () => {
  server = await startTimeSkipping();
});
afterAll(() => server.close());

const play = (story: (around: SupportCaseStory) => Promise<void>) =>
  playSupportCase(server, { hours }, story);

describe('what the desk has not read yet (C6, C9)', () => {
  it('is not closed away: the case stays open until it was read', async () => {
    await play(async ({ id, cases, writes, update, stored, until }) => {
      const read = await writes(partner);
      const unread = await writes(partner);
      const closing = (seen: number) =>
        cases.close(id, { by: operator, outcome: 'answered', seen }, update());
      await expect(closing(read)).rejects.toMatchObject({ kind: 'conflict' });
      await cases.assign(id, { by: operator, to: 'usr_operator1' }, update());
      await until(() => stored.view?.assignee !== undefined);
      expect(stored.view?.state).toBe('open');
      await closing(unread);
      await until(() => stored.view?.state === 'closed');
    });
  });

  it('is still to be answered after an answer to what was asked before', async () => {
    await play(async ({ id, cases, writes, update, stored, until }) => {
      const read = await writes(partner);
      await writes(partner);
      const answering = async (seen: number) => {
        const answer = { messageId: newMessage(), by: operator, seen };
        return (await cases.addMessage(id, answer, update())).sequence;
      };
      const answered = await answering(read);
      await until(() => stored.view?.messages === 4);
      expect(stored.view).toMatchObject({ state: 'open', answer: { is: 'due' } });
      await answering(answered);
      await until(() => stored.view?.state === 'waiting-for-partner');
      expect(stored.view?.answer.is).toBe('given');
    });
  });
});
