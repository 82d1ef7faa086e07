import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deskScope } from '../../domain/scope.js';
import { temporaryStore, type TemporaryStore } from '../store.fixture.js';
import type { Store } from '../store.js';
import { supportCasesIn } from './stored-support.fixture.js';
import { supportRecord } from './support-records.fixture.js';

let temporary: TemporaryStore;
let store: Store;
beforeAll(async () => {
  temporary = await temporaryStore();
  store = temporary.store;
});
afterAll(() => temporary.remove());

const { opened, keep } = supportCasesIn(() => store);

/** A number in letters, so that it is a word. */
function lettersFor(number: number): string {
  return String(number).replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
}

describe('the projection of a support case (C9)', () => {
  it('stores entries, accepts the messages that they name, and shows the view', async () => {
    const opening = await opened();
    const kept = await keep(opening);
    const unused = await keep(opening, 'Never taken.');
    const told = supportRecord(opening, 1, 1, [opening.firstMessage, kept], { messages: 2 });
    expect(await store.supportCases.record(told)).toEqual({ recordedThrough: 2 });
    expect(await store.supportCases.find(deskScope, opening.id)).toMatchObject({ view: told.view });
    const list = await store.supportMessages.list(deskScope, opening.id, { after: 0, limit: 10 });
    expect(list.map(({ id, sequence }) => [id, sequence])).toEqual([
      [opening.firstMessage, 1],
      [kept, 2],
    ]);
    expect(await store.supportMessages.find(deskScope, unused)).toMatchObject({ text: 'Never taken.' });
    expect(await store.supportCases.entries(deskScope, opening.id, { after: 1, limit: 5 })).toEqual(
      told.entries.slice(1),
    );
  });

  it('takes records late, twice, and in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([0, 0, 1, 1, 2, 2, 3, 3], { minLength: 8, maxLength: 8 }),
        async (turns) => {
          const opening = await opened();
          const ids = [opening.firstMessage];
          while (ids.length < 4) ids.push(await keep(opening));
          const records = ids.map((id, index) =>
            supportRecord(opening, index + 1, index + 1, [id], { messages: index + 1 }),
          );
          for (const turn of turns) {
            const told = records[turn];
            if (told !== undefined) await store.supportCases.record(told);
          }
          const [last] = records.slice(-1);
          if (last === undefined) throw new Error('There are four.');
          expect(await store.supportCases.record(last)).toEqual({ recordedThrough: 4 });
          expect((await store.supportCases.find(deskScope, opening.id))?.view?.messages).toBe(4);
          const list = await store.supportMessages.list(deskScope, opening.id, { after: 0, limit: 10 });
          expect(list.map(({ id }) => id)).toEqual(ids);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('never says that an entry behind a gap is stored', async () => {
    const opening = await opened();
    const late = await keep(opening);
    expect(await store.supportCases.record(supportRecord(opening, 2, 2, [late], { messages: 2 }))).toEqual({
      recordedThrough: 0,
    });
    expect(await store.supportCases.record(supportRecord(opening, 1, 1, [opening.firstMessage]))).toEqual({
      recordedThrough: 2,
    });
    expect((await store.supportCases.find(deskScope, opening.id))?.view?.messages).toBe(2);
  });

  it('shows a message that was taken twice once, where it was taken first', async () => {
    const opening = await opened();
    await store.supportCases.record(supportRecord(opening, 1, 1, [opening.firstMessage]));
    await store.supportCases.record(supportRecord(opening, 2, 2, [opening.firstMessage]));
    const list = await store.supportMessages.list(deskScope, opening.id, { after: 0, limit: 10 });
    expect(list.map(({ sequence }) => sequence)).toEqual([1]);
  });

  it('gives the messages page by page, from the beginning and from the end', async () => {
    const opening = await opened();
    const ids = [opening.firstMessage];
    while (ids.length < 5) ids.push(await keep(opening));
    await store.supportCases.record(supportRecord(opening, 1, 1, ids));
    const sequences = (list: readonly { readonly sequence: number }[]) => list.map((each) => each.sequence);
    const { supportMessages: messages } = store;
    expect(sequences(await messages.list(deskScope, opening.id, { after: 1, limit: 2 }))).toEqual([2, 3]);
    expect(sequences(await messages.latest(deskScope, opening.id, { limit: 2 }))).toEqual([4, 5]);
    expect(sequences(await messages.latest(deskScope, opening.id, { before: 4, limit: 2 }))).toEqual([2, 3]);
    expect(sequences(await messages.latest(deskScope, opening.id, { before: 2, limit: 9 }))).toEqual([1]);
  });

  it('names what is overdue, a case that was never recorded too, and nothing that is closed', async () => {
    const never = await opened({ openedAt: new Date(1_000) });
    const late = await opened({ openedAt: new Date(1_000) });
    await store.supportCases.record(supportRecord(late, 1, 1, [late.firstMessage], { nextActionAt: 2_000 }));
    const closed = await opened({ openedAt: new Date(1_000) });
    await store.supportCases.record(
      supportRecord(closed, 1, 1, [closed.firstMessage], {
        state: 'closed',
        closedAt: 2,
        outcome: 'answered',
      }),
    );
    expect(await store.supportCases.overdue(new Date(3_000), 100)).toEqual([
      { caseId: never.id, nextActionAt: new Date(1_000) },
      { caseId: late.id, nextActionAt: new Date(2_000) },
    ]);
  });

  it('is found by an identifier that is written when it has more words than it keeps (C3)', async () => {
    const opening = await opened();
    const words = (from: number) =>
      Array.from({ length: 490 }, (_, index) => `word${lettersFor(from + index)}`).join(' ');
    const texts = [
      ...Array.from({ length: 7 }, (_, index) => words(index * 490)),
      'About INV-4711998, please.',
    ];
    const ids = await Promise.all(texts.map((text) => keep(opening, text)));
    for (const [index, id] of ids.entries())
      await store.supportCases.record(supportRecord(opening, index + 1, index + 1, [id]));
    const found = async (text: string) => {
      const { items } = await store.supportCases.list(deskScope, { limit: 20, text });
      return items.some((item) => item.opening.id === opening.id);
    };
    expect(await found('INV-4711998')).toBe(true);
    expect(await found(`word${lettersFor(0)}`)).toBe(true);
    expect(await found('please')).toBe(false);
  });

  it('is marked while mails about it do not arrive (C5)', async () => {
    const opening = await opened();
    const accountId = opening.accountId;
    const marked = async () =>
      (await store.supportCases.list(deskScope, { limit: 20, accountId, mailTrouble: true })).items.map(
        (item) => item.opening.id,
      );
    await store.supportCases.markMailTrouble(opening.id, { since: new Date(5), why: 'bounced' });
    expect(await marked()).toEqual([opening.id]);
    await store.supportCases.unmarkMailTrouble(opening.id, 0);
    expect(await marked()).toEqual([opening.id]);
    await store.supportCases.unmarkMailTrouble(
      opening.id,
      await store.supportCases.timesMailTroubleMarked(opening.id),
    );
    expect(await marked()).toEqual([]);
  });
});
