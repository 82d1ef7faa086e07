import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { deskOrganisationId, type OrganisationId, type RetentionRunId } from '../domain/identifiers.js';
import { organisationSettingsSchema } from '../domain/organisation/organisation.js';
import { deskScope } from '../domain/scope.js';
import { temporaryStore, type TemporaryStore } from '../db/store.fixture.js';
import type { AuditFindings } from './alarm-telling.js';
import { createMetrics } from './metrics.js';
import { createRetentionWatch } from './retention-watch.js';

const hour = 3_600_000;
const settings = organisationSettingsSchema.parse({
  name: 'Company',
  providers: { assistance: { by: 'desk' }, backups: [] },
  internalContacts: [],
  authorisingPersons: [],
});

let temporary: TemporaryStore;
beforeAll(async () => {
  temporary = await temporaryStore();
  for (const id of ['org_company1', 'org_company2'] as const) {
    await temporary.store.organisations.create(deskScope, id, settings);
  }
});
afterAll(() => temporary.remove());

let runs = 0;
async function run(
  organisationId: OrganisationId,
  began: number,
  ended?: number,
  isUnfinished?: true,
): Promise<void> {
  runs += 1;
  const id: RetentionRunId = `run_watched00${runs}`;
  const { retentionRuns } = temporary.store;
  await retentionRuns.begin(deskScope, { id, organisationId, startedAt: new Date(began) });
  if (ended === undefined) return;
  const purged = { dataClass: 'locations', keptFor: 'for-ever', count: 0, digest: '' } as const;
  const certificate = {
    ...{ ruleVersion: 1, settingsRevision: 0, timeZone: 'UTC' },
    classes: [{ ...purged, ...(isUnfinished === undefined ? {} : { isUnfinished }) }],
  };
  await retentionRuns.finish(deskScope, organisationId, id, { ...certificate, endedAt: ended });
}

function watch(startedAt = Date.now()) {
  const told: AuditFindings['lateRetention'][number][] = [];
  const clock = { now: startedAt };
  const metrics = createMetrics();
  const round = createRetentionWatch({
    store: temporary.store,
    alarms: {
      tell({ lateRetention }) {
        told.push(...lateRetention);
        return Promise.resolve();
      },
    },
    metrics,
    log: pino({ level: 'silent' }),
    now: () => clock.now,
  });
  const counted = async () => /^beistand_late_retention (\d+)$/m.exec((await metrics.expose()).text)?.[1];
  return { told, clock, round, counted };
}

describe('watching retention (R1)', () => {
  it('leaves organisations alone that are younger than a night', async () => {
    const { told, clock, round, counted } = watch();
    clock.now += 25 * hour;
    await round();
    expect(await counted()).toBe('0');
    expect(told).toEqual([]);
  });

  it('counts and tells, once a day, where no run has ended for 26 hours, failing ones too', async () => {
    const { told, clock, round, counted } = watch();
    const began = clock.now;
    clock.now += 60 * hour;
    // One is well; one has ended once, and fails or leaves something since; the desk has had none at all.
    await run('org_company1', clock.now - 3 * hour, clock.now - 2 * hour);
    const last = clock.now - 27 * hour;
    await run('org_company2', last - hour, last);
    await run('org_company2', clock.now - 4 * hour, clock.now - 3 * hour, true);
    await run('org_company2', clock.now - 3 * hour);
    await round();
    expect(await counted()).toBe('2');
    expect(told).toContainEqual({ organisationId: 'org_company2', since: last });
    const desk = told.find(({ organisationId }) => organisationId === deskOrganisationId);
    expect(Math.abs((desk?.since ?? 0) - began)).toBeLessThan(hour);
    expect(told).toHaveLength(2);

    await round();
    expect(told).toHaveLength(2);
    await run(deskOrganisationId, clock.now, clock.now + hour);
    await run('org_company1', clock.now + 22 * hour, clock.now + 23 * hour);
    clock.now += 24 * hour;
    await round();
    expect(told.slice(2)).toEqual([{ organisationId: 'org_company2', since: last }]);
  });

  it('tells nobody when everything has just been started, since nights are made up for', async () => {
    const { told, clock, round, counted } = watch(Date.now() + 500 * hour);
    await round();
    expect(told).toEqual([]);
    expect(await counted()).toBe('3');
    clock.now += 7 * hour;
    await round();
    expect(told).toHaveLength(3);
  });

  it('counts and tells of an erasure of which nothing has come for as long (R4)', async () => {
    const { told, clock, round, counted } = watch(Date.now() + 1_000 * hour);
    clock.now += 7 * hour;
    for (const id of ['org_company1', 'org_company2', deskOrganisationId] as const) {
      await run(id, clock.now - 3 * hour, clock.now - 2 * hour);
    }
    const { personErasures } = temporary.store;
    const asked = async (part: string, organisationId: OrganisationId, requestedAt: number) => {
      const erasure = { id: `era_${part}`, organisationId, personId: `trv_${part}` } as const;
      const by = {
        requestedBy: { by: 'user', userId: 'usr_manager001' },
        reason: 'Asked',
        bodyHash: '',
      } as const;
      const traces = { id: erasure.personId, organisationId, names: [], phones: [], emails: [] };
      await personErasures.create(
        deskScope,
        { ...erasure, ...by, requestedAt: new Date(requestedAt) },
        traces,
      );
      return erasure;
    };
    const late = await asked('failing0001', 'org_company1', clock.now - 27 * hour);
    await asked('recent00001', 'org_company2', clock.now - 25 * hour);
    await round();
    expect(await counted()).toBe('1');
    expect(told).toEqual([{ organisationId: 'org_company1', since: clock.now - 27 * hour }]);

    // It waits for what is in use: its report says so.
    const report = { at: clock.now, kept: [], outside: [] };
    await personErasures.end(deskScope, late, 'waiting', report);
    await round();
    expect(await counted()).toBe('0');
  });
});
