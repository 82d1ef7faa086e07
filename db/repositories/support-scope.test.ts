import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Scope } from '../../domain/scope.js';
import { temporaryStore, type TemporaryStore } from '../store.fixture.js';
import type { Store } from '../store.js';
import { supportCasesIn } from './stored-support.fixture.js';
import {
  newAccountId,
  newMessageId,
  newSupportCaseId,
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

const { opened, found } = supportCasesIn(() => store);

describe('other accounts (C8)', () => {
  const strangers: readonly Scope[] = [
    { of: 'account', accountId: 'acc_strange1' },
    { of: 'organisation', organisationId: 'org_strange1' },
  ];

  it.each(strangers)('see nothing at any method: $of', async (stranger) => {
    const accountId = newAccountId();
    const opening = await opened({ accountId, identifiers: [{ type: 'grid', value: '998877665' }] });
    await store.supportCases.record(supportRecord(opening, 1, 1, [opening.firstMessage]));
    const { supportCases: cases, supportMessages: messages } = store;
    const { id, number, referenceId, firstMessage } = opening;
    expect(await cases.find(stranger, id)).toBeUndefined();
    expect(await cases.findByNumber(stranger, number)).toBeUndefined();
    expect(await cases.findByReferenceId(stranger, referenceId)).toBeUndefined();
    for (const text of [number, referenceId, '998877665', 'payment']) {
      expect(await found(text, stranger)).toEqual([]);
    }
    expect(await found(number, stranger, accountId)).toEqual([]);
    const details = { topic: 'complaint', subject: 'Ours now', identifiers: [] };
    expect(await cases.saveDetails(stranger, id, details)).toBeUndefined();
    expect(await cases.entries(stranger, id, { after: 0, limit: 9 })).toEqual([]);
    expect(await messages.find(stranger, firstMessage)).toBeUndefined();
    expect(await messages.list(stranger, id, { after: 0, limit: 9 })).toEqual([]);
    expect(await messages.latest(stranger, id, { limit: 9 })).toEqual([]);
    const denied = { kind: 'not-found' };
    await expect(messages.keep(stranger, supportMessage(opening))).rejects.toMatchObject(denied);
    const other = supportOpening({ accountId });
    await expect(cases.open(stranger, other, supportMessage(other))).rejects.toMatchObject(denied);
    const own: Scope = { of: 'account', accountId };
    expect(await cases.find(own, id)).toMatchObject({ opening });
    expect(await found(number, own)).toEqual([id]);
    expect(await messages.list(own, id, { after: 0, limit: 9 })).toHaveLength(1);
  });

  it('cannot put words into a case by naming their own account', async () => {
    const opening = await opened();
    const own: Scope = { of: 'account', accountId: 'acc_strange1' };
    const message = supportMessage(opening, { id: newMessageId(), accountId: 'acc_strange1' });
    await expect(store.supportMessages.keep(own, message)).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('notes of the desk (C10)', () => {
  it('stand in their own order, each once', async () => {
    const { id: caseId } = await opened();
    const note = (id: 'nte_000001' | 'nte_000002', text: string) =>
      ({
        id: `${id}${caseId.slice(4)}`,
        caseId,
        by: { by: 'user', userId: 'usr_operator1' },
        at: new Date(1),
        text,
      }) as const;
    const first = note('nte_000001', 'Call them.');
    await Promise.all([store.supportNotes.add(first), store.supportNotes.add(first)]);
    await store.supportNotes.add(note('nte_000002', 'Called.'));
    const list = await store.supportNotes.list(caseId, { after: 0, limit: 10 });
    expect(list.map(({ text }) => text)).toEqual(['Call them.', 'Called.']);
    const [one] = list;
    expect(await store.supportNotes.list(caseId, { after: one?.sequence ?? 0, limit: 10 })).toHaveLength(1);
    await expect(
      store.supportNotes.add({ ...first, id: 'nte_nowhere1', caseId: newSupportCaseId() }),
    ).rejects.toMatchObject({ kind: 'not-found' });
  });
});
