import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  openPurgeStage,
  storeCase,
  type PurgeStage,
} from '../../activities/retention/testing/purge-stage.js';
import { deskOrganisationId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import {
  supportMessage,
  supportOpening,
  supportRecord,
} from '../../db/repositories/support-records.fixture.js';
import { createRetentionPreview } from './retention-preview.js';

const day = 86_400_000;
const organisationId = 'org_preview001';

let stage: PurgeStage;
beforeAll(async () => {
  stage = await openPurgeStage();
});
afterAll(() => stage.close());

const preview = async (of: typeof organisationId | typeof deskOrganisationId, dataClass: string) => {
  const { store, readRule, clock } = stage;
  const classes = await createRetentionPreview({ store, readRule, now: () => clock.now })(of);
  return classes.find((each) => each.dataClass === dataClass);
};

it('tells the oldest and the newest of what would go, and why the others stay (R1)', async () => {
  const { now } = stage.clock;
  await stage.keep(organisationId, { incidents: { count: 30, unit: 'days' } });
  const ended = (daysAgo: number) => now - daysAgo * day;
  const incidents = [
    { id: 'inc_oldest0001', endedAt: ended(60) },
    { id: 'inc_newest0001', endedAt: ended(35) },
    { id: 'inc_between001', endedAt: ended(40) },
    // Its 30th day is not over yet.
    { id: 'inc_notyet0001', endedAt: ended(30) },
    { id: 'inc_open000001' },
    { id: 'inc_reopened01', endedAt: ended(50), isReopenable: true as const },
    { id: 'inc_held000001', endedAt: ended(50) },
    { id: 'inc_foreign001', endedAt: ended(50), organisationId: 'org_another001' as const },
  ];
  for (const incident of incidents) {
    await storeCase(stage.raw, { organisationId, kind: 'incident', openedAt: ended(100), ...incident });
  }
  await stage.store.legalHolds.create(deskScope, {
    ...{ id: 'hld_preview001', organisationId, subject: { of: 'case', id: 'inc_held000001' } },
    ...{ reason: 'Court', createdAt: new Date(), createdBy: { by: 'user', userId: 'usr_somebody1' } },
  });
  const before = await stage.raw.collection('cases').countDocuments();
  expect(await preview(organisationId, 'incidents')).toEqual({
    dataClass: 'incidents',
    keptFor: { count: 30, unit: 'days' },
    goes: { count: 3, oldestEndOfUse: ended(60), newestEndOfUse: ended(35) },
    stays: { 'in-use': 2, needed: 0, held: 1, 'not-yet': 1 },
  });
  expect(await stage.raw.collection('cases').countDocuments()).toBe(before);
  expect(await stage.raw.collection('purge_batches').countDocuments()).toBe(0);
});

it('counts what is needed by something that is open, and nothing of a class that is kept for ever (R1)', async () => {
  const { store, clock } = stage;
  await stage.keep(deskOrganisationId, { 'support-cases': { count: 30, unit: 'days' } });
  const opening = supportOpening({ openedAt: new Date(clock.now - 50 * day) });
  await store.supportCases.open(deskScope, opening, supportMessage(opening));
  const closed = { state: 'closed', outcome: 'answered', closedAt: clock.now - 40 * day } as const;
  await store.supportCases.record(supportRecord(opening, 1, 1, [opening.firstMessage], closed));
  await store.supportCases.markStarted(opening.id);
  await store.supportCases.markMailed(opening.id, 1);
  const followUp = supportOpening({ accountId: opening.accountId, followUpOf: opening.id });
  await store.supportCases.open(deskScope, followUp, supportMessage(followUp));
  expect(await preview(deskOrganisationId, 'support-cases')).toMatchObject({
    goes: { count: 0 },
    stays: { needed: 1 },
  });
  await stage.keep(deskOrganisationId, { 'support-cases': 'for-ever' });
  expect(await preview(deskOrganisationId, 'support-cases')).toMatchObject({
    keptFor: 'for-ever',
    goes: { count: 0 },
    stays: { 'in-use': 0, needed: 0, held: 0, 'not-yet': 0 },
  });
});
