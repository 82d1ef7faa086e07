import { randomBytes, randomUUID } from 'node:crypto';
import { MongoClient, type Db } from 'mongodb';
import { pino } from 'pino';
import type { AuditAnchor, AuditRecord } from '../../domain/audit/entry.js';
import type { ChainBreak } from '../../domain/audit/verification.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { connectStore, type MongoStore } from '../connection.js';
import { createSealer, type Sealer } from '../sealer.js';
import {
  patientLimits,
  temporaryDatabase,
  type TemporaryDatabase,
  type TemporaryMongo,
} from '../store.fixture.js';
import type { AuditRepository, KeyDestruction } from './audit-repository.js';

export const exampleOrganisation: OrganisationId = 'org_example001';
export const otherOrganisation: OrganisationId = 'org_another001';

/** For tests: a database with its audit trail, which several processes write and somebody else tampers with. */
export interface AuditStage {
  readonly uri: string;
  readonly database: string;
  readonly key: Uint8Array;
  readonly sealer: Sealer;
  readonly audit: AuditRepository;
  /** The database itself, past everything that keeps it in order. */
  readonly raw: Db;
  /** The store of a further process. */
  openStore(sealer?: Sealer): Promise<MongoStore>;
  breaks(anchors?: readonly AuditAnchor[], organisationId?: OrganisationId): Promise<readonly ChainBreak[]>;
  close(): Promise<void>;
}

/** @param mongo a server that several stages share, one after the other; each has a database of its own. */
export async function openAuditStage(mongo?: Pick<TemporaryMongo, 'uri'>): Promise<AuditStage> {
  const temporary = mongo === undefined ? await temporaryDatabase() : databaseOn(mongo.uri);
  const { uri, database } = temporary;
  const key = randomBytes(32);
  const usual = createSealer(key);
  const stores: MongoStore[] = [];
  async function openStore(sealer = usual): Promise<MongoStore> {
    const store = await connectStore({
      uri,
      database,
      sealer,
      log: pino({ level: 'silent' }),
      limits: patientLimits,
      patience: 10_000,
    });
    stores.push(store);
    return store;
  }
  const { audit } = await openStore();
  const client = await new MongoClient(uri).connect();
  return {
    uri,
    database,
    key,
    sealer: usual,
    audit,
    raw: client.db(database),
    openStore,
    async breaks(anchors = [], organisationId = exampleOrganisation) {
      const found: ChainBreak[] = [];
      for await (const each of audit.breaks(deskScope, organisationId, anchors)) found.push(each);
      return found;
    },
    async close() {
      await client.close();
      for (const store of stores) await store.close();
      await temporary.remove();
    },
  };
}

function databaseOn(uri: string): TemporaryDatabase {
  return { uri, database: `test-${randomUUID()}`, remove: () => Promise.resolve() };
}

let recorded = 0;

/** A record as the API makes them; each call gives another one. */
export function exampleRecord(more: Partial<AuditRecord> = {}): AuditRecord {
  recorded += 1;
  return {
    id: `aud_record${String(recorded).padStart(8, '0')}`,
    organisationId: exampleOrganisation,
    at: Date.UTC(2026, 10, 21, 8) + recorded * 1_000,
    by: { by: 'user', userId: `usr_person${recorded % 3}x` },
    role: 'organisation-manager',
    from: { address: '192.0.2.7', userAgent: '0123456789abcdef' },
    stage: 'done',
    action: 'saveTraveller',
    result: '200',
    what: { kind: 'traveller', id: 'trv_example1' },
    persons: ['trv_example1'],
    values: [],
    ...more,
  };
}

/** Somebody of the desk destroys the key of this person; each call gives another deed. */
export function exampleDestruction(person: string): KeyDestruction {
  const { id, organisationId, at, by, from } = exampleRecord();
  return { id, organisationId, at, by, from, person };
}
