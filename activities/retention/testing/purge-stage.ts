import { openAuditStage, type AuditStage } from '../../../db/audit/audit-stage.fixture.js';
import type { Store } from '../../../db/store.js';
import { NotConfiguredError, unavailable } from '../../../domain/errors.js';
import type { OrganisationId, RetentionRunId } from '../../../domain/identifiers.js';
import type { RetentionPeriods } from '../../../domain/retention/retention-policy.js';
import { deskScope } from '../../../domain/scope.js';
import { createCertification } from '../certificate.js';
import type { OutsideDeletion } from '../outside-deletion.js';
import { createPurge, type Purge } from '../purge.js';
import { createReadRetentionRule, type ReadRetentionRule } from '../retention-rule.js';

type Db = AuditStage['raw'];

/** For tests: a database of its own, a clock that the test sets, and everything outside played. */
export interface PurgeStage {
  readonly store: Store;
  readonly raw: Db;
  readonly clock: { now: number };
  /** What was removed outside of the database. */
  readonly removed: string[];
  /** Calls, by their SIDs, that the provider does not delete now. */
  readonly refused: Set<string>;
  /** Calls, by their SIDs, that stand at an account that is not configured. */
  readonly unreachable: Set<string>;
  /** Workflows that run whatever the database says. */
  readonly running: Set<string>;
  /** Everything outside of the database, by these. */
  readonly outside: OutsideDeletion;
  readonly readRule: ReadRetentionRule;
  readonly certify: ReturnType<typeof createCertification>;
  purgeWith(store: PurgedStore): Purge;
  /** Replaces all periods of an organisation. */
  keep(organisationId: OrganisationId, periods: RetentionPeriods): Promise<void>;
  close(): Promise<void>;
}

/** What a purge works on, and what keeps its numbers. */
export type PurgedStore = Pick<Store, 'retentionClasses' | 'retentionRuns' | 'monthlySummaries'>;

export async function openPurgeStage(): Promise<PurgeStage> {
  const stage = await openAuditStage();
  const store = await stage.openStore();
  const clock = { now: Date.UTC(2026, 10, 30, 3, 30) };
  const removed: string[] = [];
  const refused = new Set<string>();
  const unreachable = new Set<string>();
  const running = new Set<string>();
  const readRule = createReadRetentionRule(store);
  const now = () => clock.now;
  const outside: OutsideDeletion = {
    running: (workflowIds) => Promise.resolve(new Set(workflowIds.filter((each) => running.has(each)))),
    removeHistories(workflowIds) {
      removed.push(...workflowIds);
      return Promise.resolve();
    },
    removeTexts(texts) {
      removed.push(...texts.map(({ account, id }) => `${account}/${id}`));
      return Promise.resolve();
    },
    removeCalls(calls) {
      if (calls.some(({ sid }) => refused.has(sid))) {
        return Promise.reject(unavailable('The telephony provider'));
      }
      if (calls.some(({ sid }) => unreachable.has(sid))) {
        return Promise.reject(new NotConfiguredError('Not configured.', new Error()));
      }
      removed.push(...calls.map(({ account, sid }) => `${account}/${sid}`));
      return Promise.resolve();
    },
  };
  return {
    store,
    raw: stage.raw,
    clock,
    removed,
    refused,
    unreachable,
    running,
    outside,
    readRule,
    certify: createCertification({ store, readRule, now }),
    purgeWith: (parts) =>
      createPurge({
        store: parts,
        readRule,
        outside,
        now,
      }),
    async keep(organisationId, periods) {
      const current = await store.retentionSettings.find(deskScope, organisationId);
      await store.retentionSettings.replace(deskScope, { ...current, periods }, new Date());
    },
    close: () => stage.close(),
  };
}

let runs = 0;

/** A run that begins at this moment. */
export async function beginRun(
  { store }: Pick<PurgeStage, 'store'>,
  organisationId: OrganisationId,
  at: number,
): Promise<{ id: RetentionRunId; organisationId: OrganisationId; startedAt: Date }> {
  runs += 1;
  const id: RetentionRunId = `run_example${String(runs).padStart(4, '0')}`;
  const run = { id, organisationId, startedAt: new Date(at) };
  await store.retentionRuns.begin(deskScope, run);
  return run;
}

export const eager = { batchSize: 3, atOnce: 1, afterBatch: () => Promise.resolve() } as const;

export interface StoredCase {
  readonly id: string;
  readonly organisationId: OrganisationId;
  readonly kind: 'incident' | 'status-call';
  readonly openedAt: number;
  /** Absent: it is open. */
  readonly endedAt?: number;
  readonly travellerId?: string;
  /** Closed, and can be reopened. */
  readonly isReopenable?: true;
  /** The telephony account of its call; absent: one of nobody. */
  readonly account?: string;
}

/** A case as it lies in the database, with its words, its timeline, a note and a call: documents by collection. */
function documentsOfStored(stored: StoredCase): Readonly<Record<string, readonly object[]>> {
  const { id, organisationId, kind, openedAt, endedAt, travellerId = 'trv_somebody1', isReopenable } = stored;
  const ended = kind === 'incident' ? (isReopenable ? 'closed' : 'archived') : 'answered';
  const noteId = `note_${id}`;
  const moment = endedAt ?? openedAt;
  const events = [
    { type: 'reported', source: 'api', kind: 'medical', threat: 'unknown' },
    {
      type: 'attempt-started',
      track: 'internal',
      attempt: 'attempt-1',
      round: 1,
      target: { role: 'internal-contact', id: 'con_somebody1' },
      channel: 'voice',
      purpose: 'inform',
    },
    { type: 'noted', noteId, by: { by: 'user', userId: 'usr_somebody1' } },
  ];
  return {
    intakes: [
      { _id: id, organisationId, kind, bodyHash: '', createdAt: new Date(openedAt), ...located(kind) },
      {
        _id: noteId,
        organisationId,
        kind: 'note',
        ...(kind === 'incident' ? { caseId: id } : {}),
        bodyHash: '',
        text: 'Words',
        createdAt: new Date(openedAt),
      },
    ],
    timeline_entries: events.map((event, index) => ({
      _id: `${id}/${index + 1}`,
      caseId: id,
      organisationId,
      sequence: index + 1,
      at: moment,
      event,
    })),
    calls: [
      {
        _id: `CA-${id}`,
        account: stored.account ?? 'AC1',
        attempt: `${kind}:${id}#attempt-1`,
        to: '+4930123',
        claimedAt: new Date(openedAt),
      },
    ],
    cases: [
      {
        _id: id,
        case: kind,
        organisationId,
        travellerId,
        state: endedAt === undefined ? (kind === 'incident' ? 'open' : 'asking') : ended,
        open: endedAt === undefined,
        openedAt: new Date(openedAt),
        revision: 3,
        view: {
          // What reports are counted of.
          ...{
            kind: 'medical',
            state: endedAt === undefined ? 'open' : ended,
            openedAt,
            rounds: { provider: 1, internal: 1 },
          },
          ...{ override: { state: 'none' }, orders: [], round: 1 },
          ...(endedAt === undefined ? {} : { closedAt: endedAt, answeredAt: endedAt }),
        },
        timelineThrough: 3,
        highestSequence: 3,
        // Nobody takes the mark away where no webhook waits for it.
        ...(kind === 'incident' ? { unannounced: true } : {}),
      },
    ],
  };
}

/** Stores cases, with everything of a collection in one command. */
export async function storeCases(raw: Db, stored: readonly StoredCase[]): Promise<void> {
  const documents = new Map<string, object[]>();
  for (const each of stored) {
    for (const [collection, some] of Object.entries(documentsOfStored(each))) {
      documents.set(collection, [...(documents.get(collection) ?? []), ...some]);
    }
  }
  for (const [collection, each] of documents) {
    await raw
      .collection<{ _id: string }>(collection)
      .insertMany(each.map((document) => ({ _id: '', ...document })));
  }
}

export const storeCase = (raw: Db, stored: StoredCase): Promise<void> => storeCases(raw, [stored]);

function located(kind: StoredCase['kind']): object {
  return kind === 'incident' ? { report: { summary: 'Words', location: { latitude: 1, longitude: 2 } } } : {};
}

const places = [
  ['cases', '_id'],
  ['intakes', '_id'],
  ['timeline_entries', 'caseId'],
  ['calls', '_id'],
] as const;

/** How many documents of a case are there, of the seven that it has. */
export async function documentsOf(raw: Db, id: string): Promise<number> {
  const keys = [id, `note_${id}`, `CA-${id}`];
  let count = 0;
  for (const [collection, field] of places) {
    count += await raw.collection(collection).countDocuments({ [field]: { $in: keys } });
  }
  return count;
}
export const documentsOfCase = 7;
