import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { deskOrganisationId, type OrganisationId, type RetentionRunId } from '../domain/identifiers.js';
import { organisationSettingsSchema } from '../domain/organisation/organisation.js';
import type { PersonErasure } from '../domain/persons/person-erasure.js';
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

/** Retention itself is well at this moment. */
async function runEverywhere(now: number): Promise<void> {
  for (const id of ['org_company1', 'org_company2', deskOrganisationId] as const) {
    await run(id, now - 3 * hour, now - 2 * hour);
  }
}

async function asked(
  part: string,
  organisationId: OrganisationId,
  requestedAt: number,
): Promise<PersonErasure> {
  const personId = `trv_${part}` as const;
  const requestedBy = { by: 'user', userId: 'usr_manager001' } as const;
  const { erasure } = await temporary.store.personErasures.create(
    deskScope,
    {
      ...{ id: `era_${part}`, organisationId, personId, requestedBy },
      ...{ requestedAt: new Date(requestedAt), reason: 'Asked', bodyHash: '' },
    },
    { id: personId, organisationId, names: [], phones: [], emails: [] },
  );
  return erasure;
}

function ended(erasure: PersonErasure, at: number, state: 'waiting' | 'complete' = 'waiting') {
  const kept =
    state === 'complete' ? [] : [{ collection: 'cases', count: 1, because: { why: 'in-use' } } as const];
  return temporary.store.personErasures.end(deskScope, erasure, state, { at, kept, outside: [] });
}

async function certified(erasure: PersonErasure): Promise<void> {
  if (erasure.report === undefined) throw new Error('Nothing was told.');
  await temporary.store.personErasures.markCertified(deskScope, erasure, erasure.report);
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
    await runEverywhere(clock.now);
    const late = await asked('failing0001', 'org_company1', clock.now - 27 * hour);
    const recent = await asked('recent00001', 'org_company2', clock.now - 25 * hour);
    await round();
    expect(await counted()).toBe('1');
    expect(told).toEqual([{ organisationId: 'org_company1', since: clock.now - 27 * hour }]);

    // It waits for what is in use: its report says so.
    await certified(await ended(late, clock.now));
    await round();
    expect(await counted()).toBe('0');
    // However long that takes.
    await certified(await ended(recent, clock.now, 'complete'));
    clock.now += 100 * hour;
    await runEverywhere(clock.now);
    await round();
    expect(await counted()).toBe('0');
    expect(told).toHaveLength(1);
    await certified(await ended(late, clock.now, 'complete'));
  });

  it('counts one that waits by its last try, not by when its report told something new (R4)', async () => {
    const { told, clock, round, counted } = watch(Date.now() + 2_000 * hour);
    clock.now += 7 * hour;
    await runEverywhere(clock.now);
    const waiting = await asked('waiting0001', 'org_company1', clock.now);
    await certified(await ended(waiting, clock.now));
    // The same report again: the night before this one.
    clock.now += 30 * hour;
    await certified(await ended(waiting, clock.now));
    clock.now += 24 * hour;
    await runEverywhere(clock.now);
    await temporary.store.personErasures.begin(deskScope, waiting);
    await round();
    expect(await counted()).toBe('0');

    const since = clock.now - 24 * hour;
    clock.now += 3 * hour;
    await round();
    expect(await counted()).toBe('1');
    expect(told).toEqual([{ organisationId: 'org_company1', since }]);
    await certified(await ended(waiting, clock.now, 'complete'));
  });

  it('counts one whose report does not come into the audit chain, complete or tried each night (R4)', async () => {
    const { told, clock, round, counted } = watch(Date.now() + 3_000 * hour);
    clock.now += 7 * hour;
    const since = clock.now;
    const waiting = await asked('unchained01', 'org_company1', since);
    const complete = await asked('unchained02', 'org_company2', since);
    await ended(waiting, since);
    const whole = await ended(complete, since, 'complete');
    clock.now += 25 * hour;
    await runEverywhere(clock.now);
    const again = await ended(waiting, clock.now);
    await round();
    expect(await counted()).toBe('0');

    clock.now += 2 * hour;
    await round();
    expect(await counted()).toBe('2');
    expect(told).toEqual(
      expect.arrayContaining(
        ['org_company1', 'org_company2'].map((organisationId) => ({ organisationId, since })),
      ),
    );

    await certified(again);
    await certified(whole);
    await round();
    expect(await counted()).toBe('0');
  });
});
