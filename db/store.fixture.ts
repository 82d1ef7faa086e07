import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { pino } from 'pino';
import { defaultCacheFolder } from '../dev/services/cache.js';
import { startMongo } from '../dev/services/mongodb/mongodb.js';
import { freePort } from '../dev/services/ports.js';
import { findSharedServers } from '../dev/stack/shared-servers.js';
import type { MongoStore } from './connection.js';
import { connectStore } from './connection.js';
import type { OperationLimits } from './limits.js';
import type { Sealer } from './sealer.js';
import { createSealer } from './sealer.js';

/** For tests: MongoDB itself, on a port and in a folder of its own, which can be stopped and started again. */
export interface TemporaryMongo {
  readonly uri: string;
  readonly port: number;
  /** A folder that goes when the test ends. */
  readonly folder: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  remove(): Promise<void>;
}

/** @param running false: started by the test itself later. */
export async function temporaryMongo({ running = true } = {}): Promise<TemporaryMongo> {
  const folder = await mkdtemp(join(tmpdir(), 'beistand-db-'));
  const port = await freePort();
  let stopServer = (): Promise<void> => Promise.resolve();
  async function start(): Promise<void> {
    const server = await startMongo({
      port,
      dataFolder: join(folder, 'mongodb'),
      logFile: join(folder, 'mongodb.log'),
      cacheFolder: defaultCacheFolder(),
      report: () => undefined,
    });
    stopServer = () => server.stop();
  }
  if (running) await start();
  return {
    uri: `mongodb://127.0.0.1:${port}/?directConnection=true`,
    port,
    folder,
    start,
    stop: () => stopServer(),
    async remove() {
      await stopServer();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** For tests that break nothing: a database of its own. */
export interface TemporaryDatabase {
  readonly uri: string;
  readonly database: string;
  remove(): Promise<void>;
}

/** The database is on the server that the tests of a run share, else on a server of its own. */
export async function temporaryDatabase(): Promise<TemporaryDatabase> {
  const database = `test-${randomUUID()}`;
  const shared = await findSharedServers();
  if (shared === undefined) {
    const mongo = await temporaryMongo();
    return { uri: mongo.uri, database, remove: () => mongo.remove() };
  }
  const uri = shared.mongoUri;
  return {
    uri,
    database,
    async remove() {
      const client = new MongoClient(uri);
      await client.db(database).dropDatabase();
      await client.close();
    },
  };
}

export interface TemporaryStore {
  readonly store: MongoStore;
  readonly sealer: Sealer;
  /** Where it is, for tests that look past the store. */
  readonly at: Pick<TemporaryDatabase, 'uri' | 'database'>;
  remove(): Promise<void>;
}

/** A test of what the store does is not to fail because the machine is busy; its limits have a test of their own. */
export const patientLimits: OperationLimits = {
  dial: 20_000,
  intake: 20_000,
  background: 20_000,
  other: 20_000,
};

/** For tests that break nothing: a store with a database of its own. */
export async function temporaryStore(): Promise<TemporaryStore> {
  const temporary = await temporaryDatabase();
  const sealer = createSealer(randomBytes(32));
  const store = await connectStore({
    uri: temporary.uri,
    database: temporary.database,
    sealer,
    log: pino({ level: 'silent' }),
    limits: patientLimits,
    patience: 10_000,
  });
  return {
    store,
    sealer,
    at: temporary,
    async remove() {
      await store.close();
      await temporary.remove();
    },
  };
}
