/**
 * How fast an unpaced purge deletes, as a ratio to a bare batched deleteMany of the same documents, whether it is right to the last
 * one, and whether its memory stays flat. Cases are stored directly; histories and calls outside of the database are not there.
 *
 * Run: npm run bench:retention [-- --documents 20000] [--expired 0.3] [--json]
 */
import { parseArgs } from 'node:util';
import {
  beginRun,
  documentsOfCase,
  openPurgeStage,
  storeCases,
  type PurgeStage,
} from '../activities/retention/testing/purge-stage.js';
import type { OrganisationId } from '../domain/identifiers.js';
import { reportsOf } from '../domain/retention/broken-reports.js';
import { printFindings, rounded } from './findings.js';

const { values: options } = parseArgs({
  options: {
    documents: { type: 'string', default: '20000' },
    expired: { type: 'string', default: '0.3' },
    json: { type: 'boolean', default: false },
  },
});
const cases = Math.ceil(Number(options.documents) / documentsOfCase);
const expired = Math.round(cases * Number(options.expired));
const batchSize = 500;
/** So many cases are stored at once. */
const atOnce = 200;
const day = 86_400_000;
const megabyte = 1024 * 1024;
const batchesBetweenLooks = 3;

/** So many cases, of which the first have outlived their period. Answers with those, and then with the others. */
async function fill(
  { raw, clock }: PurgeStage,
  organisationId: OrganisationId,
  length: number,
): Promise<readonly [over: readonly string[], kept: readonly string[]]> {
  const ids = Array.from({ length }, (_, index) => `inc_${organisationId.slice(4)}${index}`);
  const stored = ids.map((id, index) => {
    const endedAt = clock.now - (index < expired ? 40 : 10) * day;
    return { id, organisationId, kind: 'incident', openedAt: endedAt - day, endedAt } as const;
  });
  for (let from = 0; from < stored.length; from += atOnce) {
    await storeCases(raw, stored.slice(from, from + atOnce));
  }
  return [ids.slice(0, expired), ids.slice(expired)];
}

/** Bytes, without what nobody needs any more. */
function heapInUse(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** All documents of cases, by their collections. */
function documentsOfCases(ids: readonly string[]): readonly (readonly [string, readonly string[]])[] {
  return [
    ['calls', ids.map((id) => `CA-${id}`)],
    ['intakes', ids.flatMap((id) => [id, `note_${id}`])],
    ['timeline_entries', ids.flatMap((id) => [1, 2, 3].map((sequence) => `${id}/${sequence}`))],
    ['cases', ids],
  ];
}

/** How many documents are there that should not be, and how many are not that should, when of all cases only these are kept. */
async function wrongDocuments({ raw }: PurgeStage, kept: readonly string[]) {
  let tooMany = 0;
  let missing = 0;
  for (const [collection, expectedIds] of documentsOfCases(kept)) {
    const due = new Set(expectedIds);
    for await (const { _id } of raw
      .collection<{ _id: string }>(collection)
      .find({}, { projection: { _id: 1 } })) {
      if (!due.delete(_id)) tooMany += 1;
    }
    missing += due.size;
  }
  return { tooMany, missing };
}

/** The same documents, deleted by their keys, so many with a command, with nothing asked and nothing written down. */
async function deleteBarely({ raw }: PurgeStage, ids: readonly string[]): Promise<void> {
  for (const [collection, each] of documentsOfCases(ids)) {
    for (let from = 0; from < each.length; from += batchSize) {
      const _id = { $in: each.slice(from, from + batchSize) };
      await raw.collection<{ _id: string }>(collection).deleteMany({ _id });
    }
  }
}

const stage = await openPurgeStage();
try {
  const [purged, bare]: readonly [OrganisationId, OrganisationId] = ['org_purged01', 'org_barely01'];
  await stage.keep(purged, { incidents: { count: 30, unit: 'days' } });
  const [, kept] = await fill(stage, purged, cases);
  const [barely] = await fill(stage, bare, expired);
  const run = await beginRun(stage, purged, stage.clock.now);
  const purge = stage.purgeWith(stage.store);

  const bareTime = await timed(() => deleteBarely(stage, barely));
  // As the API does it every quarter of an hour: what reports tell of has been counted long before it goes.
  const countingTime = await timed(async () => {
    for (const kind of reportsOf('incidents')) {
      const subject = { organisationId: purged, kind, timeZone: 'UTC' };
      await stage.store.monthlySummaries.refresh(subject, {}, new Date(stage.clock.now), 0);
    }
  });
  /** Bytes of heap that are in use behind some of the batches. */
  const memory: number[] = [];
  let batches = 0;
  const purgeTime = await timed(() =>
    purge(run, 'incidents', {
      batchSize,
      atOnce: 3,
      afterBatch() {
        stage.removed.length = 0;
        // Looking costs time that the purge is charged with.
        if (batches % batchesBetweenLooks === 0) memory.push(heapInUse());
        batches += 1;
        return Promise.resolve();
      },
    }),
  );
  const { tooMany, missing } = await wrongDocuments(stage, kept);
  const ratio = (milliseconds: number) => Math.round((bareTime / milliseconds) * 100) / 100;
  const perSecond = (milliseconds: number) => Math.round((expired * documentsOfCase * 1000) / milliseconds);
  printFindings(
    [
      { name: 'documents deleted', value: expired * documentsOfCase },
      { name: 'bare', value: perSecond(bareTime), unit: 'documents/s' },
      { name: 'purge, unpaced', value: perSecond(purgeTime), unit: 'documents/s' },
      { name: 'ratio', value: ratio(purgeTime), target: 'at least 0.8' },
      { name: 'ratio with all counting for reports', value: ratio(purgeTime + countingTime) },
      { name: 'documents that should be gone', value: tooMany, target: '0' },
      { name: 'documents that are missing', value: missing, target: '0' },
      {
        name: 'heap at its largest, beside the first batch',
        value: rounded((Math.max(...memory) - (memory[0] ?? 0)) / megabyte),
        unit: 'MB',
        target: 'at most 5',
      },
    ],
    options.json,
  );
} finally {
  await stage.close();
}
