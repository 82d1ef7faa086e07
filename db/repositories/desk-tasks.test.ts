import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeskTask } from '../../domain/desk-tasks/desk-task.js';
import type { SupportCaseId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import type { DeskTaskRepository } from '../desk-task-store.js';
import { temporaryStore, type TemporaryStore } from '../store.fixture.js';

let temporary: TemporaryStore;
let tasks: DeskTaskRepository;
beforeAll(async () => {
  temporary = await temporaryStore();
  tasks = temporary.store.deskTasks;
});
afterAll(() => temporary.remove());

const at = (seconds: number) => new Date(1_000_000 + seconds * 1000);
const letters = () => randomBytes(8).toString('hex');
const by = { by: 'user', userId: 'usr_desk001' } as const;

function task(caseId: SupportCaseId = `sup_${letters()}`, seconds = 0): Omit<DeskTask, 'done'> {
  return {
    id: `tsk_${letters()}`,
    createdAt: at(seconds),
    about: {
      kind: 'mail-undelivered',
      caseId,
      mailId: `sml_${letters()}`,
      to: { is: 'user', userId: 'usr_partner1' },
      why: 'refused',
      diagnostic: 'SMTP 550 to RCPT TO',
    },
  };
}

describe('tasks for the desk (C5)', () => {
  it('are kept once, and stay done', async () => {
    const one = task();
    expect(await tasks.put(one)).toEqual(one);
    expect(await tasks.finish(deskScope, one.id, by, at(1))).toEqual({ ...one, done: { by, at: at(1) } });
    expect(await tasks.put(one)).toEqual({ ...one, done: { by, at: at(1) } });
    const other = { by: 'user', userId: 'usr_desk002' } as const;
    expect(await tasks.finish(deskScope, one.id, other, at(2))).toMatchObject({ done: { by, at: at(1) } });
  });

  it('are listed by their state, oldest first, page by page', async () => {
    const [first, second, third] = [task(undefined, 10), task(undefined, 20), task(undefined, 30)];
    for (const each of [third, first, second]) await tasks.put(each);
    await tasks.finish(deskScope, second.id, by, at(40));
    const page = await tasks.list(deskScope, { state: 'open', limit: 1 });
    expect(page.items.map(({ id }) => id)).toEqual([first.id]);
    const { nextCursor: cursor } = page;
    const rest = await tasks.list(deskScope, { state: 'open', limit: 1, ...(cursor && { cursor }) });
    expect(rest.items.map(({ id }) => id)).toEqual([third.id]);
    const done = await tasks.list(deskScope, { state: 'done', limit: 100 });
    expect(done.items.map(({ id }) => id)).toContain(second.id);
  });

  it('tell whether one about a case is open', async () => {
    const caseId: SupportCaseId = `sup_${letters()}`;
    const [one, other] = [task(caseId), task(caseId)];
    await tasks.put(one);
    await tasks.put(other);
    await tasks.finish(deskScope, one.id, by, at(1));
    expect(await tasks.isOpenAbout(caseId, ['mail-undelivered'])).toBe(true);
    await tasks.finish(deskScope, other.id, by, at(1));
    expect(await tasks.isOpenAbout(caseId, ['mail-undelivered'])).toBe(false);
  });

  it('are the desk’s alone', async () => {
    const one = task();
    await tasks.put(one);
    const scopes = [
      { of: 'account', accountId: 'acc_partner1' },
      { of: 'organisation', organisationId: 'org_company1' },
    ] as const;
    for (const scope of scopes) {
      expect(await tasks.find(scope, one.id)).toBeUndefined();
      expect(await tasks.finish(scope, one.id, by, at(1))).toBeUndefined();
      expect((await tasks.list(scope, { limit: 10 })).items).toEqual([]);
    }
    expect(await tasks.find(deskScope, one.id)).toEqual(one);
  });
});
