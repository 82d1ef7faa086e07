import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DateTime } from 'luxon';
import type { OrganisationId } from '../../domain/identifiers.js';
import { organisationSettingsSchema } from '../../domain/organisation/organisation.js';
import type { HeldSubject } from '../../domain/retention/legal-hold.js';
import { deskScope } from '../../domain/scope.js';
import type { TextTrace } from '../../domain/text-trace.js';
import {
  beginRun,
  documentsOf,
  documentsOfCase,
  eager,
  openPurgeStage,
  storeCase,
  type PurgeStage,
  type StoredCase,
} from './testing/purge-stage.js';

const day = 86_400_000;
const by = { by: 'user', userId: 'usr_somebody1' } as const;

let stage: PurgeStage;
let organisationId: OrganisationId;
let count = 0;
beforeAll(async () => {
  stage = await openPurgeStage();
});
afterAll(() => stage.close());
beforeEach(() => {
  count += 1;
  organisationId = `org_company${count}`;
  stage.clock.now = Date.UTC(2026, 10, 30, 3, 30);
  stage.removed.length = 0;
  stage.refused.clear();
  stage.running.clear();
});

async function incident(name: string, change: Partial<StoredCase> = {}): Promise<string> {
  const id = `inc_${name}${count}`.padEnd(14, '0');
  const openedAt = stage.clock.now - 100 * day;
  await storeCase(stage.raw, { id, organisationId, kind: 'incident', openedAt, ...change });
  return id;
}

async function run(dataClass: 'incidents' | 'locations' | 'status-calls' = 'incidents') {
  const begun = await beginRun(stage, organisationId, stage.clock.now);
  await stage.purgeWith(stage.store)(begun, dataClass, eager);
  return begun;
}

const isThere = async (id: string) => {
  const documents = await documentsOf(stage.raw, id);
  expect([0, documentsOfCase]).toContain(documents);
  return documents > 0;
};

/** How many incidents a run has deleted, by its certificate. */
async function counted(begun: Awaited<ReturnType<typeof beginRun>>): Promise<number | undefined> {
  const { classes } = await stage.certify(begun);
  return classes.find(({ dataClass }) => dataClass === 'incidents')?.count;
}

describe('a purge (R1, R2)', () => {
  it('deletes what has outlived its period, with all that belongs to it, and nothing else', async () => {
    await stage.keep(organisationId, { incidents: { count: 30, unit: 'days' } });
    const old = await incident('old', { endedAt: stage.clock.now - 40 * day });
    const young = await incident('young', { endedAt: stage.clock.now - 20 * day });
    const open = await incident('open');
    const reopenable = await incident('reopen', {
      endedAt: stage.clock.now - 40 * day,
      isReopenable: true,
    });
    await run();
    expect(await isThere(old)).toBe(false);
    for (const kept of [young, open, reopenable]) expect(await isThere(kept)).toBe(true);
    expect(stage.removed).toEqual([`incident:${old}`, `AC1/CA-${old}`]);
  });

  it('goes on with the rest where a provider refuses, tells of it, and completes it the next time, counted once', async () => {
    await stage.keep(organisationId, { incidents: { count: 30, unit: 'days' } });
    const ids = [];
    for (const name of ['one', 'two', 'three', 'four', 'five', 'six', 'seven']) {
      ids.push(await incident(name, { endedAt: stage.clock.now - 40 * day }));
    }
    const [first = '', ...others] = ids;
    stage.refused.add(`CA-${first}`);
    const pace = { ...eager, batchSize: 1 };
    const begun = await beginRun(stage, organisationId, stage.clock.now);
    for (let tries = 0; tries < 2; tries += 1) {
      await expect(stage.purgeWith(stage.store)(begun, 'incidents', pace)).rejects.toMatchObject({
        kind: 'unavailable',
      });
      expect(await isThere(first)).toBe(true);
      for (const id of others) expect(await isThere(id)).toBe(false);
    }
    stage.refused.clear();
    await stage.purgeWith(stage.store)(begun, 'incidents', pace);
    expect(await isThere(first)).toBe(false);
    expect(await counted(begun)).toBe(7);
  });

  it('is not stopped by what stands at an account that is not configured, however much: the rest goes', async () => {
    await stage.keep(organisationId, { incidents: { count: 30, unit: 'days' } });
    const ids = [];
    for (const name of ['one', 'two', 'three', 'four', 'five', 'six', 'seven']) {
      ids.push(await incident(name, { endedAt: stage.clock.now - 40 * day }));
    }
    const [first = '', ...others] = ids;
    others.forEach((id) => stage.unreachable.add(`CA-${id}`));
    const begun = await beginRun(stage, organisationId, stage.clock.now);
    const pace = { ...eager, batchSize: 1 };
    await expect(stage.purgeWith(stage.store)(begun, 'incidents', pace)).rejects.toMatchObject({
      kind: 'unavailable',
    });
    expect(await isThere(first)).toBe(false);
    for (const id of others) expect(await isThere(id)).toBe(true);
    const unsettled = await stage.store.retentionRuns.unsettled(
      deskScope,
      organisationId,
      'incidents',
      begun.id,
    );
    expect(unsettled).toHaveLength(6);
    stage.unreachable.clear();
    await stage.purgeWith(stage.store)(begun, 'incidents', pace);
    expect(await counted(begun)).toBe(7);
  });

  it('stops where nothing can be deleted, and leaves the rest for the next time', async () => {
    await stage.keep(organisationId, { incidents: { count: 30, unit: 'days' } });
    const ids = [];
    for (const name of ['one', 'two', 'three', 'four', 'five', 'six', 'seven']) {
      ids.push(await incident(name, { endedAt: stage.clock.now - 40 * day }));
    }
    ids.forEach((id) => stage.refused.add(`CA-${id}`));
    const begun = await beginRun(stage, organisationId, stage.clock.now);
    const purging = stage.purgeWith(stage.store)(begun, 'incidents', { ...eager, batchSize: 1 });
    await expect(purging).rejects.toMatchObject({ kind: 'unavailable' });
    const unsettled = await stage.store.retentionRuns.unsettled(
      deskScope,
      organisationId,
      'incidents',
      begun.id,
    );
    expect(unsettled).toHaveLength(5);
    stage.refused.clear();
    await stage.purgeWith(stage.store)(begun, 'incidents', eager);
    expect(await counted(begun)).toBe(7);
  });

  it('leaves other organisations alone', async () => {
    await stage.keep(organisationId, { incidents: { count: 1, unit: 'days' } });
    const foreign = await incident('foreign', {
      organisationId: 'org_foreign1',
      endedAt: stage.clock.now - 40 * day,
    });
    await run();
    expect(await isThere(foreign)).toBe(true);
  });

  it.each([
    ['the case', (id: string) => ({ of: 'case', id }) as const],
    ['the traveller', () => ({ of: 'person', id: 'trv_somebody1' }) as const],
    ['somebody who was called', () => ({ of: 'person', id: 'con_somebody1' }) as const],
    ['the class', () => ({ of: 'class', dataClass: 'incidents' }) as const],
  ])('keeps what is held by a hold on %s, until it is released', async (_what, subject) => {
    await stage.keep(organisationId, { incidents: { count: 1, unit: 'days' } });
    const id = await incident('held', { endedAt: stage.clock.now - 40 * day });
    const hold = { id: `hld_example${count}`, organisationId, reason: 'Court', createdBy: by } as const;
    await stage.store.legalHolds.create(deskScope, {
      ...hold,
      subject: subject(id),
      createdAt: new Date(),
    });
    await run();
    expect(await isThere(id)).toBe(true);
    const released = { at: new Date(), by, reason: 'Settled' };
    await stage.store.legalHolds.release(deskScope, organisationId, hold.id, released);
    await run();
    expect(await isThere(id)).toBe(false);
  });

  it.each<[string, (id: string) => HeldSubject]>([
    ['the case', (id) => ({ of: 'case', id })],
    ['the traveller', () => ({ of: 'person', id: 'trv_somebody1' })],
    ['somebody who was called', () => ({ of: 'person', id: 'con_somebody1' })],
    ['the class', () => ({ of: 'class', dataClass: 'incidents' })],
  ])('keeps a hold on %s that comes when the purge has found the case already', async (_what, subject) => {
    await stage.keep(organisationId, { incidents: { count: 1, unit: 'days' } });
    const id = await incident('late', { endedAt: stage.clock.now - 40 * day });
    const begun = await beginRun(stage, organisationId, stage.clock.now);
    const { retentionRuns: runs } = stage.store;
    const purge = stage.purgeWith({
      ...stage.store,
      retentionRuns: {
        ...runs,
        async claim(scope, batch) {
          await runs.claim(scope, batch);
          await stage.store.legalHolds.create(scope, {
            id: `hld_latest${count}`,
            organisationId,
            subject: subject(id),
            reason: 'Court',
            createdBy: by,
            createdAt: new Date(),
          });
          expect(await runs.mayBeGoing(scope, organisationId, subject(id))).toBe(true);
        },
      },
    });
    await purge(begun, 'incidents', eager);
    expect(await isThere(id)).toBe(true);
    expect(await runs.mayBeGoing(deskScope, organisationId, subject(id))).toBe(false);
  });

  it('deletes of a batch what was decided first, and no more, where two runs have it', async () => {
    await stage.keep(organisationId, { incidents: { count: 1, unit: 'days' } });
    const [first, second] = [
      await incident('meetone', { endedAt: stage.clock.now - 40 * day }),
      await incident('meettwo', { endedAt: stage.clock.now - 40 * day }),
    ];
    const begun = await beginRun(stage, organisationId, stage.clock.now);
    const { retentionRuns: runs } = stage.store;
    const purge = stage.purgeWith({
      ...stage.store,
      retentionRuns: {
        ...runs,
        async decide(scope, batch, ids) {
          await runs.decide(scope, batch, [first]);
          return runs.decide(scope, batch, ids);
        },
      },
    });
    await purge(begun, 'incidents', eager);
    expect([await isThere(first), await isThere(second)]).toEqual([false, true]);
    expect((await stage.certify(begun)).classes).toContainEqual(
      expect.objectContaining({ dataClass: 'incidents', count: 1 }),
    );
  });

  it('keeps what a longer period, or a reopened workflow, keeps when the purge is under way', async () => {
    await stage.keep(organisationId, { incidents: { count: 1, unit: 'days' } });
    const ids = [];
    for (const name of ['one', 'two', 'three', 'four', 'five', 'six', 'seven']) {
      ids.push(await incident(name, { endedAt: stage.clock.now - 40 * day }));
    }
    const [first = ''] = ids;
    stage.running.add(`incident:${first}`);
    const begun = await beginRun(stage, organisationId, stage.clock.now);
    let batches = 0;
    await stage.purgeWith(stage.store)(begun, 'incidents', {
      batchSize: 3,
      atOnce: 1,
      async afterBatch() {
        batches += 1;
        if (batches === 1) await stage.keep(organisationId, { incidents: 'for-ever' });
      },
    });
    const there = [];
    for (const id of ids) there.push(await isThere(id));
    expect(there.filter((each) => !each)).toHaveLength(2);
    expect(there[0]).toBe(true);
  });

  it('deletes nothing earlier because a clock is wrong: neither the engine’s nor the worker’s', async () => {
    await stage.keep(organisationId, { incidents: { count: 30, unit: 'days' } });
    const id = await incident('clock', { endedAt: stage.clock.now - 20 * day });
    const begun = await beginRun(stage, organisationId, stage.clock.now);
    stage.clock.now += 100 * day;
    await stage.purgeWith(stage.store)(begun, 'incidents', eager);
    expect(await isThere(id)).toBe(true);
    stage.clock.now -= 200 * day;
    const ahead = await beginRun(stage, organisationId, begun.startedAt.getTime() + 100 * day);
    await stage.purgeWith(stage.store)(ahead, 'incidents', eager);
    expect(await isThere(id)).toBe(true);
  });

  it.each([
    ['from a leap day', 'Europe/Berlin', { count: 1, unit: 'years' }, '2024-02-29T12:00', '2025-03-01T00:00'],
    ['to a leap day', 'Europe/Berlin', { count: 1, unit: 'months' }, '2028-01-31T12:00', '2028-03-01T00:00'],
    [
      'a day of 23 hours',
      'Europe/Berlin',
      { count: 1, unit: 'days' },
      '2026-03-28T12:00',
      '2026-03-30T00:00',
    ],
    [
      'a day of 25 hours',
      'Europe/Berlin',
      { count: 1, unit: 'days' },
      '2026-10-24T12:00',
      '2026-10-26T00:00',
    ],
    // On 30 April 2027 the clocks of Egypt go from midnight to one.
    ['no midnight', 'Africa/Cairo', { count: 1, unit: 'days' }, '2027-04-28T12:00', '2027-04-30T01:00'],
  ] as const)('counts by the calendar of the organisation: %s', async (_what, zone, period, ended, due) => {
    const at = (text: string) => DateTime.fromISO(text, { zone }).toMillis();
    const settings = organisationSettingsSchema.parse({
      name: 'Company',
      timeZone: zone,
      providers: { assistance: { by: 'desk' }, backups: [] },
      internalContacts: [],
      authorisingPersons: [],
    });
    await stage.store.organisations.create(deskScope, organisationId, settings);
    await stage.keep(organisationId, { incidents: period });
    stage.clock.now = at(ended);
    const id = await incident('dst', { endedAt: at(ended) });
    stage.clock.now = at(due) - 1;
    await run();
    expect(await isThere(id)).toBe(true);
    stage.clock.now = at(due);
    await run();
    expect(await isThere(id)).toBe(false);
  });

  it('takes the place out of a report, and leaves the report (E4)', async () => {
    await stage.keep(organisationId, { locations: { count: 30, unit: 'days' }, incidents: 'for-ever' });
    const old = await incident('placed', { endedAt: stage.clock.now - 40 * day });
    const open = await incident('placing');
    const begun = await run('locations');
    const report = async (id: string) =>
      (await stage.raw.collection<{ _id: string; report: object }>('intakes').findOne({ _id: id }))?.report;
    expect(await report(old)).toEqual({ summary: 'Words' });
    expect(await report(open)).toHaveProperty('location');
    expect((await stage.certify(begun)).classes).toContainEqual(
      expect.objectContaining({ dataClass: 'locations', count: 1 }),
    );
  });

  it('counts a status call from the last thing that happened in it', async () => {
    await stage.keep(organisationId, { 'status-calls': { count: 30, unit: 'days' } });
    const id = `stc_called${count}`.padEnd(14, '0');
    const openedAt = stage.clock.now - 40 * day;
    await storeCase(stage.raw, {
      ...{ id, organisationId, kind: 'status-call', openedAt },
      endedAt: openedAt + 20 * day,
    });
    await run('status-calls');
    expect(await isThere(id)).toBe(true);
    stage.clock.now += 15 * day;
    await run('status-calls');
    expect(await isThere(id)).toBe(false);
  });

  describe('of texts', () => {
    async function text(id: string, daysAgo: number, more: Partial<TextTrace> = {}): Promise<string> {
      const at = new Date(stage.clock.now - daysAgo * day);
      const sid = `SM-${id}-${count}`;
      const trace = { id: sid, account: 'AC1', organisationId, number: '+4930123', at, ...more };
      await stage.store.textTraces.keep(trace);
      return sid;
    }
    const left = async (...ids: readonly string[]) =>
      [...(await stage.store.textTraces.knownAmong(ids))].sort();

    it('deletes those of a case with the case, at the provider and here', async () => {
      await stage.keep(organisationId, {
        incidents: { count: 30, unit: 'days' },
        'status-calls': { count: 1, unit: 'days' },
      });
      const old = await incident('texted', { endedAt: stage.clock.now - 40 * day });
      const young = await incident('texting', { endedAt: stage.clock.now - 20 * day });
      const ofOld = [
        await text('sent', 60, { caseId: old, personId: 'con_somebody1' }),
        await text('replied', 60, { caseId: old, soughtBy: { ownNumber: '+4930', origin: 'reply' } }),
      ];
      const ofYoung = await text('kept', 60, { caseId: young });
      await run();
      await run('status-calls');
      const outside = [`incident:${old}`, `AC1/CA-${old}`, ...ofOld.map((id) => `AC1/${id}`)];
      expect([...stage.removed].sort()).toEqual(outside.sort());
      expect(await left(...ofOld, ofYoung)).toEqual([ofYoung]);
    });

    it('deletes those of no case as status calls, and those of a case that is gone', async () => {
      await stage.keep(organisationId, {
        'status-calls': { count: 30, unit: 'days' },
        incidents: 'for-ever',
      });
      const stray = await text('stray', 40);
      const lost = await text('lost', 40, { caseId: 'inc_gonelongago' });
      const young = await text('young', 20);
      const foreign = await text('foreign', 40, { organisationId: 'org_foreign1' });
      const begun = await run('status-calls');
      expect(await left(stray, lost, young, foreign)).toEqual([foreign, young].sort());
      expect([...stage.removed].sort()).toEqual([`AC1/${lost}`, `AC1/${stray}`]);
      expect((await stage.certify(begun)).classes).toContainEqual(
        expect.objectContaining({ dataClass: 'status-calls', count: 2 }),
      );
    });

    it('keeps one of no case that is held', async () => {
      await stage.keep(organisationId, { 'status-calls': { count: 1, unit: 'days' } });
      const held = await text('held', 40, { personId: 'trv_somebody1' });
      await stage.store.legalHolds.create(deskScope, {
        id: `hld_textual${count}`,
        organisationId,
        subject: { of: 'person', id: 'trv_somebody1' },
        reason: 'Court',
        createdAt: new Date(),
        createdBy: by,
      });
      await run('status-calls');
      expect(await left(held)).toEqual([held]);
      expect(stage.removed).toEqual([]);
    });
  });
});

describe('a deletion certificate (R2)', () => {
  it('tells counts, periods and digests, and stands in the audit chain, which stays whole', async () => {
    await stage.keep(organisationId, { incidents: { count: 30, unit: 'days' } });
    const ids = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      ids.push(await incident(`cert${name}`, { endedAt: stage.clock.now - 40 * day }));
    }
    const begun = await run();
    const certificate = await stage.certify(begun);
    const incidents = certificate.classes.find(({ dataClass }) => dataClass === 'incidents');
    expect(incidents).toMatchObject({ count: 5, keptFor: { count: 30, unit: 'days' } });
    expect(certificate).toMatchObject({ ruleVersion: 1, settingsRevision: 1, timeZone: 'UTC' });
    for (const id of ids) expect(JSON.stringify(certificate)).not.toContain(id);

    expect(await stage.certify(begun)).toEqual(certificate);
    const { items } = await stage.store.audit.list(deskScope, { organisationId, limit: 10 });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ action: 'certifyDeletion', by: { by: 'rule' } });
    const breaks = [];
    for await (const each of stage.store.audit.breaks(deskScope, organisationId)) breaks.push(each);
    expect(breaks).toEqual([]);
  });
});
