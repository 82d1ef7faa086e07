import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import {
  beginRun,
  eager,
  openPurgeStage,
  storeCase,
  type PurgeStage,
} from '../../activities/retention/testing/purge-stage.js';
import type { RetentionRunId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { createDeletionProving } from './deletion-proving.js';

const day = 86_400_000;
const organisationId = 'org_proving001';

let stage: PurgeStage;
let runId: RetentionRunId;
let count = 0;
beforeAll(async () => {
  stage = await openPurgeStage();
  await stage.keep(organisationId, { incidents: { count: 30, unit: 'days' } });
});
afterAll(() => stage.close());
beforeEach(async () => {
  const { clock, raw } = stage;
  count += 1;
  // No two runs end in the same moment.
  clock.now += 1;
  for (const name of ['one', 'two']) {
    const times = { openedAt: clock.now - 50 * day, endedAt: clock.now - 40 * day };
    await storeCase(raw, { id: `inc_proof${name}${count}`, organisationId, kind: 'incident', ...times });
  }
  const run = await beginRun(stage, organisationId, clock.now);
  await stage.purgeWith(stage.store)(run, 'incidents', eager);
  await stage.certify(run);
  runId = run.id;
});

const prove = async () => {
  const { retentionRuns: runs, audit } = stage.store;
  const { isInAuditChain, classes } = await createDeletionProving({ runs, audit }).prove(
    deskScope,
    organisationId,
    runId,
  );
  return { isInAuditChain, broken: classes.filter(({ isWhole }) => !isWhole).map((each) => each.dataClass) };
};
const change = (collection: string, of: object, update: object) =>
  stage.raw.collection(collection).updateOne(of, update);

it('proves a certificate that nobody has touched, also the older of two (R2)', async () => {
  expect(await prove()).toEqual({ isInAuditChain: true, broken: [] });
});

it('finds a hash that was exchanged, and one that was left out (R2)', async () => {
  await change('purge_batches', { runId }, { $set: { 'hashes.0': 'f'.repeat(64) } });
  expect(await prove()).toEqual({ isInAuditChain: true, broken: ['incidents'] });
  await change('purge_batches', { runId }, { $pop: { hashes: 1 } });
  expect(await prove()).toEqual({ isInAuditChain: true, broken: ['incidents'] });
});

it.each([
  ['a count', { 'certificate.classes.2.count': 1 }],
  ['a period', { 'certificate.classes.2.keptFor': 'for-ever' }],
  ['its end', { 'certificate.endedAt': 1_700_000_000_000 }],
])('finds a certificate of which %s was changed (R2)', async (_what, changed) => {
  await change('retention_runs', { _id: runId }, { $set: changed });
  expect((await prove()).isInAuditChain).toBe(false);
});
