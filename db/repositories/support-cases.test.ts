import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deskScope } from '../../domain/scope.js';
import type { AnswerStanding } from '../../domain/support-case/support-case-view.js';
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
  supportView,
} from './support-records.fixture.js';

let temporary: TemporaryStore;
let store: Store;
beforeAll(async () => {
  temporary = await temporaryStore();
  store = temporary.store;
});
afterAll(() => temporary.remove());

const { opened, keep, found } = supportCasesIn(() => store);

describe('numbers of support cases (C3)', () => {
  it('are never given twice, however many ask at the same moment', async () => {
    const given = await Promise.all(Array.from({ length: 200 }, () => store.supportCases.nextNumber(2031)));
    expect(new Set(given).size).toBe(200);
    expect([...given].sort().at(0)).toBe('B-2031-000001');
    expect([...given].sort().at(-1)).toBe('B-2031-000200');
    expect(await store.supportCases.nextNumber(2032)).toBe('B-2032-000001');
  });

  it('and reference IDs belong to one case only', async () => {
    const { number, referenceId } = await opened();
    for (const taken of [{ number }, { referenceId }]) {
      const other = supportOpening(taken);
      await expect(store.supportCases.open(deskScope, other, supportMessage(other))).rejects.toMatchObject({
        kind: 'conflict',
      });
    }
  });
});

describe('the opening of a support case (C2)', () => {
  it('is stored with its first words, and waits for its workflow', async () => {
    const opening = await opened();
    expect(await store.supportCases.find(deskScope, opening.id)).toEqual({
      opening,
      awaitsStart: true,
      details: { topic: 'enquiry', subject: opening.subject, identifiers: [], revision: 0 },
      followUps: [],
    });
    expect(await store.supportMessages.find(deskScope, opening.firstMessage)).toEqual(
      supportMessage(opening),
    );
    const later = new Date(opening.openedAt.getTime() + 1);
    const waiting = async () => (await store.supportCases.unstarted(later, 500)).map(({ id }) => id);
    expect(await waiting()).toContain(opening.id);
    expect((await store.supportCases.unstarted(opening.openedAt, 500)).map(({ id }) => id)).not.toContain(
      opening.id,
    );
    await store.supportCases.markStarted(opening.id);
    expect(await waiting()).not.toContain(opening.id);
  });

  it('stays what it was when it is stored again, with another number too', async () => {
    const opening = await opened();
    const again = { ...supportOpening(), id: opening.id };
    const answers = await Promise.all(
      [opening, again].map((each) => store.supportCases.open(deskScope, each, supportMessage(each))),
    );
    expect(answers).toEqual([
      { stored: 'exists', opening },
      { stored: 'exists', opening },
    ]);
  });

  it('is one when it is stored twenty times at the same moment', async () => {
    const id = newSupportCaseId();
    const firstMessage = newMessageId();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => {
        const opening = supportOpening({ id, firstMessage });
        return store.supportCases.open(deskScope, opening, supportMessage(opening));
      }),
    );
    expect(answers.filter(({ stored }) => stored === 'new')).toHaveLength(1);
    expect(new Set(answers.map(({ opening }) => opening.number)).size).toBe(1);
  });

  it('of a follow-up tells the case before, at once and again when it is recorded (C7)', async () => {
    const closed = await opened();
    const followUp = await opened({ followUpOf: closed.id });
    const read = async () => (await store.supportCases.find(deskScope, closed.id))?.followUps;
    expect(await read()).toEqual([followUp.id]);
    await store.supportCases.record({
      revision: 1,
      view: supportView(followUp),
      entries: [{ sequence: 1, at: 1, event: { type: 'opened', by: { by: 'rule' }, followUpOf: closed.id } }],
    });
    expect(await read()).toEqual([followUp.id]);
  });
});

describe('cases that count by other hours (C9)', () => {
  it('are those whose promise runs, the most urgent first', async () => {
    const record = async (dueAt: number, change: Parameters<typeof supportRecord>[4] = {}) => {
      const opening = await opened();
      const answer: AnswerStanding = { is: 'due', dueAt };
      const first = [opening.firstMessage];
      await store.supportCases.record(supportRecord(opening, 1, 1, first, { answer, ...change }));
      return opening.id;
    };
    const [late, early, never, same] = [
      await record(2_000, { hoursRevision: 'former' }),
      await record(1_000, { hoursRevision: 'former' }),
      await record(3_000),
      await record(1_500, { hoursRevision: 'present' }),
    ];
    await record(1, { answer: { is: 'overdue', since: 1 } });
    await record(1, { answer: { is: 'paused' } });
    await opened();
    const mine = new Set([late, early, never, same]);
    const found = (await store.supportCases.countedByOtherHours('present', [], 1_000)).filter((id) =>
      mine.has(id),
    );
    expect(found).toEqual([early, late, never]);
    expect((await store.supportCases.countedByOtherHours('present', [early], 1))[0]).toBe(late);
  });
});

describe('the search for support cases (C3)', () => {
  it('finds them by number, reference ID and identifier, however they are typed', async () => {
    const opening = await opened({ identifiers: [{ type: 'merchant-id', value: 'MX77889912' }] });
    const { number, referenceId } = opening;
    for (const typed of [
      number,
      number.toLowerCase().replaceAll('-', ' '),
      referenceId,
      referenceId.replaceAll('-', '').toLowerCase(),
      'mx 7788 9912',
      'MX-77889912',
      'MX7788',
    ]) {
      expect({ typed, found: await found(typed) }).toEqual({ typed, found: [opening.id] });
    }
  });

  it('finds an identifier or a word that could be a number or a reference ID of ours too', async () => {
    // The last one has the check letter of a reference ID.
    for (const [type, value] of [
      ['merchant-id', 'B20210045'],
      ['grid', 'SEPTEMBER'],
    ] as const) {
      const opening = await opened({ identifiers: [{ type, value }] });
      expect({ value, found: await found(value) }).toEqual({ value, found: [opening.id] });
    }
    const named = await opened({ subject: 'Payouts of september' });
    expect(await found('september')).toContain(named.id);
  });

  it('finds them by the words of subject, answers and messages, all of which have to be there', async () => {
    const opening = await opened(
      { subject: 'Kartenzahlung im Münchner Laden', answers: { detail: 'Zebrastreifen' } },
      'Das Lesegerät piept.',
    );
    const added = await keep(opening, 'Jetzt auch das Ersatzgerät Quittungsdrucker.');
    expect(await found('Quittungsdrucker')).toEqual([]);
    await store.supportCases.record(supportRecord(opening, 1, 1, [opening.firstMessage, added]));
    for (const typed of ['munchner', 'lesegerat piept', 'zebrastreifen', 'quittungsdrucker kartenzahlung']) {
      expect({ typed, found: await found(typed) }).toEqual({ typed, found: [opening.id] });
    }
    expect(await found('quittungsdrucker giraffe')).toEqual([]);
    expect(await found('…')).toEqual([]);
  });

  it('lists them newest first, page by page, by account, state, topic and assignee', async () => {
    const accountId = newAccountId();
    const openings = [];
    for (const hour of [1, 2, 2, 3]) {
      openings.push(
        await opened({
          accountId,
          openedAt: new Date(hour * 3_600_000),
          topic: hour === 3 ? 'billing' : 'enquiry',
          ...(hour === 1 ? { assignee: 'usr_operator1' as const } : {}),
        }),
      );
    }
    const seen = [];
    let cursor: string | undefined;
    do {
      const page = await store.supportCases.list(deskScope, {
        limit: 2,
        accountId,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...page.items.map(({ opening }) => opening.openedAt.getTime() / 3_600_000));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual([3, 2, 2, 1]);
    const count = async (filter: object) =>
      (await store.supportCases.list(deskScope, { limit: 20, accountId, ...filter })).items.length;
    expect(await count({ topic: 'billing' })).toBe(1);
    expect(await count({ assignee: 'usr_operator1' })).toBe(1);
    expect(await count({ assignee: 'nobody' })).toBe(3);
    const [first] = openings;
    if (first === undefined) throw new Error('There are four.');
    await store.supportCases.record(supportRecord(first, 1, 1, [first.firstMessage], { state: 'on-hold' }));
    expect(await count({ states: ['on-hold'] })).toBe(1);
    expect(await count({ states: ['new'] })).toBe(3);
    expect(await count({ states: ['new', 'on-hold'] })).toBe(4);
    await store.supportCases.record(
      supportRecord(first, 2, 2, [], {
        state: 'closed',
        outcome: 'answered',
        answer: { is: 'given', at: 1 },
      }),
    );
    expect(await count({ isOpen: true })).toBe(3);
    expect(await count({ isOpen: false })).toBe(1);
    expect(await count({ isOpen: true, states: ['closed'] })).toBe(0);
  });

  it('lists those whose answer is late, and the most urgent first, page by page (C9)', async () => {
    const accountId = newAccountId();
    const answers: readonly AnswerStanding[] = [
      { is: 'due', dueAt: 9_000 },
      { is: 'given', at: 1 },
      { is: 'due', dueAt: 4_000, isSoon: true },
      { is: 'overdue', since: 2_000 },
      { is: 'paused' },
      { is: 'overdue', since: 2_000 },
    ];
    const ids: string[] = [];
    for (const answer of answers) {
      const opening = await opened({ accountId });
      ids.push(opening.id);
      await store.supportCases.record(supportRecord(opening, 1, 1, [opening.firstMessage], { answer }));
    }
    const list = async (query: object) => {
      const page = await store.supportCases.list(deskScope, { limit: 20, accountId, ...query });
      return { ...page, ids: page.items.map(({ opening }) => opening.id) };
    };
    const [, , soon, one, , other] = ids;
    expect((await list({ answer: 'due-soon' })).ids).toEqual([soon]);
    expect((await list({ answer: 'overdue' })).ids).toEqual([one, other].sort().reverse());
    const first = await list({ sort: 'dueAt', limit: 1 });
    const second = await list({ sort: 'dueAt', limit: 2, cursor: first.nextCursor });
    const last = await list({ sort: 'dueAt', limit: 2, cursor: second.nextCursor });
    expect([...first.ids, ...second.ids, ...last.ids]).toEqual([...[one, other].sort(), soon, ids[0]]);
    expect(last.nextCursor).toBeUndefined();
    expect((await list({ sort: 'dueAt', answer: 'overdue', isOpen: true })).ids).toEqual([one, other].sort());
  });
});
