import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrganisationId } from '../../domain/identifiers.js';
import { allIncidents } from '../../domain/reports/incident-summary.js';
import { deskScope } from '../../domain/scope.js';
import { openPurgeStage, storeCase, type PurgeStage } from '../retention/testing/purge-stage.js';
import { askToErase, erasingWith } from './testing/erasing-stage.js';

let stage: PurgeStage;
beforeAll(async () => {
  stage = await openPurgeStage();
});
afterAll(() => stage.close());

const eager = { batchSize: 2, atOnce: 1, afterBatch: () => Promise.resolve() };
const personId = 'trv_counted001';

/** An archived incident of the traveller. */
function incident(
  organisationId: OrganisationId,
  id: string,
  openedAt: number,
  travellerId: string = personId,
) {
  return storeCase(stage.raw, {
    ...{ id, organisationId, kind: 'incident', openedAt, endedAt: openedAt + 3_600_000, travellerId },
  });
}

async function month(organisationId: OrganisationId, name: string) {
  const [found] = await stage.store.monthlySummaries.months(deskScope, organisationId, 'incidents', {
    ...{ from: name, to: name },
  });
  return found;
}

const refresh = (organisationId: OrganisationId) =>
  stage.store.monthlySummaries.refresh(
    { organisationId, kind: 'incidents', timeZone: 'UTC' },
    { from: '2026-09', to: '2026-11' },
    new Date(stage.clock.now),
    0,
  );

async function erase(organisationId: OrganisationId, erasureId: `era_${string}`) {
  const erasure = { id: erasureId, organisationId } as const;
  const person = await stage.store.persons.find(deskScope, organisationId, personId);
  if (person === undefined) throw new Error('Nobody knows the traveller.');
  await askToErase(stage, erasure, personId, person);
  expect((await erasingWith(stage, stage.store)(erasure, eager)).state).toBe('complete');
}

describe('reports of cases that an erasure takes (R3, R4)', () => {
  it('tell of a month in which nothing could change any more that its data are not all there', async () => {
    const organisationId = 'org_counted001';
    stage.clock.now = Date.UTC(2026, 10, 30, 12);
    await stage.store.travellers.create(deskScope, personId, { organisationId, name: 'Toni', phones: [] });
    await incident(organisationId, 'inc_counted001', Date.UTC(2026, 8, 10));
    await incident(organisationId, 'inc_counted002', Date.UTC(2026, 9, 10), 'trv_somebody1');
    await refresh(organisationId);
    const before = await month(organisationId, '2026-09');
    expect(before?.settledThrough).toEqual(new Date('2026-09-01T00:00:00Z'));

    await erase(organisationId, 'era_counted001');
    await refresh(organisationId);
    const after = await month(organisationId, '2026-09');
    expect(after?.settledThrough).toEqual(new Date('2026-10-01T00:00:00Z'));
    expect(after?.summary).toEqual(before?.summary);
    // Nothing of it has gone.
    expect((await month(organisationId, '2026-10'))?.settledThrough).toEqual(
      new Date('2026-10-01T00:00:00Z'),
    );
  });

  it('lose nothing that goes in the month in which it was opened, counted before or not', async () => {
    const organisationId = 'org_counted002';
    stage.clock.now = Date.UTC(2026, 10, 30, 12);
    await stage.store.travellers.create(deskScope, personId, { organisationId, name: 'Toni', phones: [] });
    await incident(organisationId, 'inc_counted003', Date.UTC(2026, 10, 10));
    const last = Date.UTC(2026, 10, 12);
    await incident(organisationId, 'inc_counted004', last);
    await incident(organisationId, 'inc_counted005', Date.UTC(2026, 10, 14), 'trv_somebody1');

    await erase(organisationId, 'era_counted002');
    await refresh(organisationId);
    const after = await month(organisationId, '2026-11');
    expect(after?.settledThrough).toEqual(new Date(last + 1));
    expect(after && allIncidents(after.summary).opened).toBe(3);
  });
});
