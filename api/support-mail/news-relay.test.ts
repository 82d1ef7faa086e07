import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import {
  newAccountId,
  newMessageId,
  supportMessage,
  supportOpening,
  supportRecord,
  supportView,
} from '../../db/repositories/support-records.fixture.js';
import { temporaryStore, type TemporaryStore } from '../../db/store.fixture.js';
import type { Store, SupportOpening } from '../../db/store.js';
import type { SupportMails } from '../../domain/access/user.js';
import type { AccountId, SupportMessageId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import type { SupportEvent } from '../../domain/support-case/support-event.js';
import { newIdentifier } from '../use-cases/identifiers.js';
import { createNewsRelay } from './news-relay.js';

let temporary: TemporaryStore;
let store: Store;
beforeAll(async () => {
  temporary = await temporaryStore();
  ({ store } = temporary);
});
afterAll(() => temporary.remove());

const now = () => Date.parse('2026-11-30T10:00:00Z');
const byDesk = { by: 'desk', principal: { by: 'user', userId: 'usr_agent001' } } as const;

function relay(different: Partial<Store> = {}): () => Promise<void> {
  return createNewsRelay({ store: { ...store, ...different }, log: pino({ level: 'silent' }), now });
}

async function openCase(change: Partial<SupportOpening> = {}): Promise<SupportOpening> {
  const opening = supportOpening({ accountId: newAccountId(), ...change });
  await store.supportCases.open(deskScope, opening, supportMessage(opening));
  return opening;
}

async function userOf(accountId: AccountId, supportMails: SupportMails): Promise<void> {
  const id = newIdentifier('usr');
  await store.users.create(deskScope, {
    ...{ id, accountId, email: `${id}@example.org`, name: 'Anna', role: 'partner-user', supportMails },
    ...{ language: 'en', timeZone: 'UTC', state: 'active', hasSecondFactor: false, generation: 1 },
    createdAt: new Date(now()),
  });
}

describe('the relay of news of support cases (C5)', () => {
  it('reaches those behind more cases than it reads at a time of which it cannot tell', async () => {
    const broken = await Promise.all(
      Array.from({ length: 101 }, (_, index) => openCase({ openedAt: new Date(index) })),
    );
    const healthy = await openCase();
    const all = [...broken, healthy];
    await Promise.all(
      all.map((opening) => store.supportCases.record(supportRecord(opening, 1, 1, [newMessageId()]))),
    );
    const relaying = relay({
      supportCases: {
        ...store.supportCases,
        entries: (scope, id, page) =>
          broken.some((opening) => opening.id === id)
            ? Promise.reject(new Error('It is broken.'))
            : store.supportCases.entries(scope, id, page),
      },
    });
    await relaying();
    const { items } = await store.supportCases.unmailed({ limit: 1_000 });
    expect(items.map(({ opening }) => opening.id)).toEqual(broken.map(({ id }) => id));
    await relay()();
    expect((await store.supportCases.unmailed({ limit: 1_000 })).items).toEqual([]);
  });
});

describe('what the desk writes and nobody of the account is told of (C5)', () => {
  let revision = 0;

  /** The desk writes, as the next entry of the case, and the relay tells whom it can. */
  async function written(opening: SupportOpening, sequence: number): Promise<SupportMessageId> {
    const messageId = newMessageId();
    const event: SupportEvent = { type: 'message-added', messageId, by: byDesk };
    await store.supportCases.record({
      revision: (revision += 1),
      view: supportView(opening),
      entries: [{ sequence, at: now(), event }],
    });
    await relay()();
    return messageId;
  }

  const tasksAbout = async (opening: SupportOpening) =>
    (await store.deskTasks.list(deskScope, { limit: 100 })).items.filter(
      ({ about }) => 'caseId' in about && about.caseId === opening.id,
    );

  it('is a task for the desk, one at a time', async () => {
    const opening = await openCase();
    const { id: caseId, accountId } = opening;
    await userOf(accountId, 'none');
    const messageId = await written(opening, 1);
    await written(opening, 2);
    const tasks = await tasksAbout(opening);
    expect(tasks.map(({ about }) => about)).toEqual([
      { kind: 'nobody-mailed', caseId, accountId, messageId },
    ]);
    for (const { id } of tasks)
      await store.deskTasks.finish(deskScope, id, byDesk.principal, new Date(now()));
    await relay()();
    expect(await tasksAbout(opening)).toHaveLength(1);
    const next = await written(opening, 3);
    expect((await tasksAbout(opening)).map(({ about }) => about)).toContainEqual(
      expect.objectContaining({ messageId: next }),
    );
    // It marks no case: no mail was lost.
    expect((await store.supportCases.find(deskScope, caseId))?.mailTrouble).toBeUndefined();
  });

  it('is none where somebody is told, nor of what the account has written itself', async () => {
    const opening = await openCase();
    await store.supportCases.record(supportRecord(opening, 1, 1, [newMessageId()]));
    await relay()();
    await userOf(opening.accountId, 'all');
    await written(opening, 2);
    expect(await tasksAbout(opening)).toEqual([]);
  });

  it('is the opening, too, of a case that the desk has opened', async () => {
    const opening = await openCase({ openedBy: byDesk });
    await store.supportCases.record({
      revision: 1,
      view: supportView(opening),
      entries: [
        { sequence: 1, at: now(), event: { type: 'opened', by: byDesk } },
        {
          sequence: 2,
          at: now(),
          event: { type: 'message-added', messageId: opening.firstMessage, by: byDesk },
        },
      ],
    });
    await relay()();
    const tasks = await tasksAbout(opening);
    expect(tasks.map(({ about }) => about)).toMatchObject([
      { kind: 'nobody-mailed', messageId: opening.firstMessage },
    ]);
  });
});
