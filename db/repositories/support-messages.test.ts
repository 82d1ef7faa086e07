import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { UserId } from '../../domain/identifiers.js';
import { deskScope, type Scope } from '../../domain/scope.js';
import { temporaryStore, type TemporaryStore } from '../store.fixture.js';
import type { Store, SupportMessage, SupportOpening } from '../store.js';
import {
  newAccountId,
  newMessageId,
  supportMessage,
  supportOpening,
  supportRecord,
} from './support-records.fixture.js';

let temporary: TemporaryStore;
let store: Store;
beforeAll(async () => {
  temporary = await temporaryStore();
  store = temporary.store;
});
afterAll(() => temporary.remove());

const [anna, ben, carla] = ['usr_anna0001', 'usr_ben00001', 'usr_carla001'] as const;

async function opened(): Promise<SupportOpening> {
  const opening = supportOpening({ accountId: newAccountId(), openedBy: { by: 'partner', userId: anna } });
  await store.supportCases.open(deskScope, opening, supportMessage(opening));
  return opening;
}

async function kept(opening: SupportOpening, by: UserId, change: Partial<SupportMessage> = {}) {
  const message = supportMessage(opening, {
    id: newMessageId(),
    by: { by: 'partner', userId: by },
    ...change,
  });
  await store.supportMessages.keep(deskScope, message);
  return message.id;
}

describe('who has written in a support case, and how (C5)', () => {
  it('are the partners whose messages it took', async () => {
    const opening = await opened();
    const bens = await kept(opening, ben);
    await kept(opening, carla);
    const byDesk = await kept(opening, ben, {
      by: { by: 'desk', principal: { by: 'user', userId: 'usr_desk0001' } },
    });
    await store.supportCases.record(supportRecord(opening, 1, 1, [opening.firstMessage, bens, byDesk]));
    const { id, accountId } = opening;
    expect(await store.supportMessages.partnersWhoWrote(deskScope, id)).toEqual(new Set([anna, ben]));
    const own: Scope = { of: 'account', accountId };
    expect(await store.supportMessages.partnersWhoWrote(own, id)).toEqual(new Set([anna, ben]));
    const foreign: Scope = { of: 'account', accountId: newAccountId() };
    expect(await store.supportMessages.partnersWhoWrote(foreign, id)).toEqual(new Set());
  });

  it('is the last mail of somebody before a place', async () => {
    const opening = await opened();
    const byMail = { channel: 'mail', receivedMailId: 'mai_received1' } as const;
    const [first, second] = [await kept(opening, ben, byMail), await kept(opening, ben, byMail)];
    const others = [await kept(opening, ben), await kept(opening, carla, byMail)];
    await store.supportCases.record(supportRecord(opening, 1, 1, [first, second, ...others]));
    const last = (before: number, scope: Scope = deskScope) =>
      store.supportMessages.lastMailBy(scope, opening.id, ben, before);
    expect(await last(9)).toMatchObject({ id: second, sequence: 2, receivedMailId: 'mai_received1' });
    expect(await last(2)).toMatchObject({ id: first, sequence: 1 });
    expect(await last(1)).toBeUndefined();
    expect(await last(9, { of: 'account', accountId: newAccountId() })).toBeUndefined();
  });
});
