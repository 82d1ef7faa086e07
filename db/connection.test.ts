import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { organisationSettingsSchema } from '../domain/organisation/organisation.js';
import { deskScope } from '../domain/scope.js';
import type { MongoStore } from './connection.js';
import { connectStore } from './connection.js';
import { newIncidentId, record } from './repositories/case-records.fixture.js';
import { unreliableProxy, type UnreliableProxy } from './unreliable-proxy.fixture.js';
import { createSealer } from './sealer.js';
import { temporaryMongo } from './store.fixture.js';

const settings = organisationSettingsSchema.parse({
  name: 'Company',
  providers: { assistance: { by: 'desk' }, backups: [] },
  internalContacts: [],
  authorisingPersons: [],
});

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

async function connected(uri: string, patience = 10_000): Promise<MongoStore> {
  const store = await connectStore({
    uri,
    database: 'test',
    sealer: createSealer(randomBytes(32)),
    log: pino({ level: 'silent' }),
    patience,
  });
  cleanUp.push(() => store.close());
  return store;
}

async function mongo(running: boolean) {
  const server = await temporaryMongo({ running });
  cleanUp.push(() => server.remove());
  return server;
}

/** How long something takes, in milliseconds, and whether it ends in `unavailable`. */
async function timed(work: () => Promise<unknown>): Promise<{ milliseconds: number; unavailable: boolean }> {
  const begun = performance.now();
  const unavailable = await work().then(
    () => false,
    (error: unknown) => {
      expect(error).toMatchObject({ name: 'DomainError', kind: 'unavailable' });
      return true;
    },
  );
  return { milliseconds: performance.now() - begun, unavailable };
}

async function untilAnswering(store: MongoStore, milliseconds: number): Promise<void> {
  const patience = performance.now() + milliseconds;
  while (performance.now() < patience) {
    if (!(await timed(() => store.ping())).unavailable) return;
    await sleep(50);
  }
  throw new Error('MongoDB is not found again.');
}

/** The work reaches MongoDB no more: its connection hangs, and is gone; another one would be taken at once. */
async function connectionLostDuring(
  proxy: UnreliableProxy,
  work: () => Promise<unknown>,
): ReturnType<typeof timed> {
  proxy.freeze();
  const lost = timed(work);
  await sleep(200);
  proxy.cut();
  proxy.thaw();
  proxy.restore();
  return lost;
}

describe('the connection to MongoDB', () => {
  it('neither fails nor hangs when MongoDB is away at the start, and works as soon as it comes', async () => {
    const server = await mongo(false);
    const begun = performance.now();
    const store = await connected(server.uri, 200);
    expect(performance.now() - begun).toBeLessThan(2000);
    const refused = await timed(() => store.organisations.find(deskScope, 'org_company1'));
    expect(refused.unavailable).toBe(true);
    expect(refused.milliseconds).toBeLessThan(250);
    expect(await store.ensureIndexes()).toBe(false);

    await server.start();
    await untilAnswering(store, 10_000);
    await store.organisations.create(deskScope, 'org_company1', settings);
    expect((await store.organisations.find(deskScope, 'org_company1'))?.revision).toBe(1);
    expect(await store.ensureIndexes()).toBe(true);
    const token = { scope: deskScope, name: 'one', hash: 'a'.repeat(64), createdAt: new Date() };
    await store.tokens.create(deskScope, { id: 'tok_one00001', ...token });
    await expect(store.tokens.create(deskScope, { id: 'tok_two00001', ...token })).rejects.toMatchObject({
      kind: 'conflict',
    });
  });

  it('finds MongoDB again after it was stopped and started, with the data that were acknowledged', async () => {
    const server = await mongo(true);
    const store = await connected(server.uri);
    await store.organisations.create(deskScope, 'org_company1', settings);
    await server.stop();
    const refused = await timed(() => store.organisations.find(deskScope, 'org_company1'));
    expect(refused.unavailable).toBe(true);
    expect(refused.milliseconds).toBeLessThan(1000);
    await server.start();
    await untilAnswering(store, 10_000);
    expect((await store.organisations.find(deskScope, 'org_company1'))?.settings).toEqual(settings);
  });

  it('tells of no timeline entry that was lost together with the connection (I10)', async () => {
    const server = await mongo(true);
    const proxy = await unreliableProxy(server.port);
    cleanUp.push(() => proxy.close());
    const store = await connected(proxy.uri);
    const id = newIncidentId();
    await store.cases.record(record(id, 1, 1, 2));

    const lost = await connectionLostDuring(proxy, () => store.cases.record(record(id, 2, 3, 5)));
    expect(lost.unavailable).toBe(true);
    await untilAnswering(store, 20_000);
    expect(await store.cases.recordedThrough(id)).toBe(2);
    expect(await store.cases.record(record(id, 3, 3, 6))).toEqual({ recordedThrough: 6 });
    expect(await store.cases.timeline(deskScope, id, { limit: 10, after: 0 })).toHaveLength(6);
  });

  it('keeps every limit while MongoDB hangs, however much is asked, and works again afterwards', async () => {
    const server = await mongo(true);
    const proxy = await unreliableProxy(server.port);
    cleanUp.push(() => proxy.close());
    const store = await connected(proxy.uri);
    await store.organisations.create(deskScope, 'org_company1', settings);

    proxy.freeze();
    const dialling = await Promise.all(
      Array.from({ length: 200 }, () => timed(() => store.organisations.find(deskScope, 'org_company1'))),
    );
    for (const { unavailable, milliseconds } of dialling) {
      expect(unavailable).toBe(true);
      expect(milliseconds).toBeGreaterThan(250);
      expect(milliseconds).toBeLessThan(1500);
    }
    const intake = await timed(() => store.intakes.find(deskScope, 'inc_000001'));
    expect(intake.unavailable).toBe(true);
    expect(intake.milliseconds).toBeLessThan(1500);
    const saving = await timed(() => store.organisations.save(deskScope, 'org_company1', settings));
    expect(saving.unavailable).toBe(true);
    expect(saving.milliseconds).toBeLessThan(3500);

    proxy.thaw();
    await untilAnswering(store, 10_000);
    expect((await store.organisations.find(deskScope, 'org_company1'))?.settings).toEqual(settings);
  });

  it('finds MongoDB again when a heartbeat has run into the very end of its connection (I1)', async () => {
    const server = await mongo(true);
    const proxy = await unreliableProxy(server.port);
    cleanUp.push(() => proxy.close());
    const store = await connected(proxy.uri);
    const lost = await connectionLostDuring(proxy, () =>
      store.organisations.create(deskScope, 'org_company1', settings),
    );
    expect(lost.unavailable).toBe(true);
    await untilAnswering(store, 20_000);
    await store.organisations.create(deskScope, 'org_company2', settings);
  });

  it('can be closed while MongoDB is away', async () => {
    const server = await mongo(false);
    const store = await connected(server.uri, 50);
    const closing = await timed(() => store.close());
    expect(closing.milliseconds).toBeLessThan(4000);
  });
});
