import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  newAccountId,
  supportMessage,
  supportOpening,
} from '../../db/repositories/support-records.fixture.js';
import { temporaryStore, type TemporaryStore } from '../../db/store.fixture.js';
import type { Store, SupportOpening } from '../../db/store.js';
import { deskScope } from '../../domain/scope.js';
import { createMailTroubleMarking } from './mail-trouble.js';
import { createUndeliveredReporting } from './undelivered.js';

let temporary: TemporaryStore;
let store: Store;
let opening: SupportOpening;
beforeAll(async () => {
  temporary = await temporaryStore();
  ({ store } = temporary);
});
beforeEach(async () => {
  opening = supportOpening({ accountId: newAccountId() });
  await store.supportCases.open(deskScope, opening, supportMessage(opening));
});
afterAll(() => temporary.remove());

const at = new Date('2026-11-30T10:00:00Z');

/** A mail of the case comes back, as a process sees it on a store that differs in this. */
async function bounced(different: Partial<Store> = {}): Promise<void> {
  const id = `sml_${randomBytes(8).toString('hex')}` as const;
  await store.supportMails.put({
    ...{ id, caseId: opening.id, accountId: opening.accountId, createdAt: at },
    to: { is: 'user', userId: 'usr_partner1' },
    about: { is: 'news', sequence: 1 },
  });
  await createUndeliveredReporting({ store: { ...store, ...different } }).report(id, { why: 'bounced', at });
}

/** Somebody of the desk does all that is to be done, on a store that differs in this. */
async function doneByDesk(different: Partial<Store> = {}): Promise<void> {
  const { items } = await store.deskTasks.list(deskScope, { state: 'open', limit: 100 });
  for (const { id } of items)
    await store.deskTasks.finish(deskScope, id, { by: 'token', tokenId: 'tok_desk0000' }, at);
  await createMailTroubleMarking({ ...store, ...different }).unmarkIfDone(opening.id);
}

const trouble = async () => (await store.supportCases.find(deskScope, opening.id))?.mailTrouble;
const isOpen = () => store.deskTasks.isOpenAbout(opening.id, ['mail-undelivered']);

describe('the mark of a case of which a mail has not arrived (C5)', () => {
  it('stays where another mail comes back while somebody finishes the task of the first', async () => {
    await bounced();
    await doneByDesk({
      deskTasks: {
        ...store.deskTasks,
        isOpenAbout: async (...asked) => {
          const open = await store.deskTasks.isOpenAbout(...asked);
          await bounced();
          return open;
        },
      },
    });
    expect(await isOpen()).toBe(true);
    expect(await trouble()).toMatchObject({ why: 'bounced' });
    await doneByDesk();
    expect(await trouble()).toBeUndefined();
  });

  it('goes where somebody has finished its task before it was set', async () => {
    await bounced({
      supportCases: {
        ...store.supportCases,
        markMailTrouble: async (...marked) => {
          await doneByDesk();
          await store.supportCases.markMailTrouble(...marked);
        },
      },
    });
    expect(await isOpen()).toBe(false);
    expect(await trouble()).toBeUndefined();
  });
});
