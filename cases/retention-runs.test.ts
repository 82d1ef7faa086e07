import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client, Connection, ScheduleOverlapPolicy } from '@temporalio/client';
import { msToTs, tsToDate } from '@temporalio/common/lib/time.js';
import { DateTime } from 'luxon';
import { defaultCacheFolder } from '../dev/services/cache.js';
import { freePort } from '../dev/services/ports.js';
import { startTemporal, type RunningTemporal } from '../dev/services/temporal/temporal.js';
import { findSharedServers } from '../dev/stack/shared-servers.js';
import type { OrganisationId } from '../domain/identifiers.js';
import type { RetentionRuns } from './cases.js';
import { createRetentionRuns, nightly } from './retention-runs.js';

const namespace = 'default';
const firstDay = Date.UTC(2027, 0, 1);
const dayMilliseconds = 86_400_000;

let folder: string;
let temporal: RunningTemporal;
let client: Client;
let runs: RetentionRuns;
let organisationId: OrganisationId;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beistand-retention-'));
  const shared = await findSharedServers();
  temporal = await startTemporal({
    port: await freePort(),
    namespace,
    ...(shared === undefined ? {} : { externalAddress: shared.temporalAddress }),
    logFile: join(folder, 'temporal.log'),
    cacheFolder: defaultCacheFolder(),
    report: () => undefined,
  });
  client = new Client({ connection: await Connection.connect({ address: temporal.address }), namespace });
  runs = createRetentionRuns(client, 20_000);
});
beforeEach(() => {
  organisationId = `org_${randomBytes(6).toString('hex')}`;
});
afterAll(async () => {
  await client.connection.close();
  await temporal.stop();
  await rm(folder, { recursive: true });
});

const scheduleOf = (id: OrganisationId) => client.schedule.getHandle(`retention:${id}`);

async function eventually<Found>(find: () => Promise<Found | undefined>): Promise<Found> {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`It never came about: ${find.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The nights of some days as the server counts them, by the clocks of the zone. */
async function nightsOf(zone: string, first: string, last: string): Promise<readonly (string | null)[]> {
  await runs.schedule(organisationId, zone);
  const matching = await matchingTimes(
    DateTime.fromISO(first, { zone }).toJSDate(),
    DateTime.fromISO(last, { zone }).toJSDate(),
  );
  return matching.map((each) => {
    const moment = DateTime.fromJSDate(each, { zone });
    const minutesLate = moment.diff(moment.set(nightly)).as('minutes');
    expect(minutesLate).toBeGreaterThanOrEqual(0);
    expect(minutesLate).toBeLessThanOrEqual(20);
    return moment.toISODate();
  });
}

async function matchingTimes(from: Date, to: Date): Promise<readonly Date[]> {
  const { startTime } = await client.workflowService.listScheduleMatchingTimes({
    namespace,
    scheduleId: `retention:${organisationId}`,
    startTime: msToTs(from.getTime()),
    endTime: msToTs(to.getTime()),
  });
  return startTime.map((each) => tsToDate(each));
}

describe('the schedule of retention runs (R1)', () => {
  it('is a run each night, spread, made up for when it was missed, and never two at a time', async () => {
    await runs.schedule(organisationId, 'Europe/Berlin');
    expect(await scheduleOf(organisationId).describe()).toMatchObject({
      spec: {
        timezone: 'Europe/Berlin',
        calendars: [{ hour: [{ start: 4, end: 4 }], minute: [{ start: 30, end: 30 }] }],
        jitter: 20 * 60_000,
      },
      policies: { overlap: 'SKIP', catchupWindow: 20 * 3_600_000 },
      action: {
        type: 'startWorkflow',
        workflowType: 'retentionRun',
        workflowId: `retention-run:${organisationId}`,
        taskQueue: 'retention',
        args: [{ organisationId }],
      },
      state: { paused: false },
    });
  });

  it('follows the time zone, and is put right where somebody has changed it; paused, it stays paused', async () => {
    await runs.schedule(organisationId, 'Europe/Berlin');
    const schedule = scheduleOf(organisationId);
    await schedule.update((current) => ({
      ...current,
      spec: { intervals: [{ every: '1 minute' }] },
      policies: { ...current.policies, catchupWindow: '1 minute' },
    }));
    await schedule.pause('Not now.');
    await runs.schedule(organisationId, 'America/Santiago');
    expect(await schedule.describe()).toMatchObject({
      spec: { timezone: 'America/Santiago', calendars: [{ hour: [{ start: 4 }] }], intervals: [] },
      policies: { catchupWindow: 20 * 3_600_000 },
      state: { paused: true },
    });
  });

  it.each([
    [
      'an hour is missing',
      'Europe/Helsinki',
      '2027-03-27',
      '2027-03-30',
      ['2027-03-27', '2027-03-28', '2027-03-29'],
    ],
    [
      'an hour comes twice',
      'Europe/Helsinki',
      '2027-10-30',
      '2027-11-02',
      ['2027-10-30', '2027-10-31', '2027-11-01'],
    ],
    [
      'midnight is missing',
      'Africa/Cairo',
      '2027-04-29',
      '2027-05-02',
      ['2027-04-29', '2027-04-30', '2027-05-01'],
    ],
  ])('has one run in each night, also when %s', async (_what, zone, first, last, nights) => {
    expect(await nightsOf(zone, first, last)).toEqual(nights);
  });

  it('is at a time that each day has once, wherever people live', () => {
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      const onDay = (day: number) => DateTime.fromMillis(firstDay + day * dayMilliseconds, { zone });
      for (let week = 0; week < 104; week += 1) {
        // No zone sets its clocks and sets them back within a week.
        if (onDay(7 * week).offset === onDay(7 * week + 7).offset) continue;
        for (let day = 7 * week; day <= 7 * week + 7; day += 1) {
          const run = onDay(day).set(nightly);
          expect({ zone, hour: run.hour, minute: run.minute }).toEqual({ zone, ...nightly });
          expect(run.getPossibleOffsets()).toHaveLength(1);
        }
      }
    }
  });

  it('leaves out a night while a run is under way, and nobody starts another one', async () => {
    await runs.schedule(organisationId, 'Europe/Berlin');
    const schedule = scheduleOf(organisationId);
    const running = async () => {
      const { info } = await schedule.describe();
      return info.runningActions.length > 0 ? info.runningActions : undefined;
    };
    // Nobody works on the queue, so it does not end.
    await schedule.trigger(ScheduleOverlapPolicy.SKIP);
    const [first] = await eventually(running);
    const workflowId = first?.workflow.workflowId ?? '';
    await schedule.trigger(ScheduleOverlapPolicy.SKIP);
    await eventually(async () => {
      const { info } = await schedule.describe();
      return info.numActionsSkippedOverlap > 0 ? true : undefined;
    });
    expect((await schedule.describe()).info.numActionsTaken).toBe(1);
    await expect(runs.start({ organisationId })).rejects.toMatchObject({ kind: 'conflict' });

    await client.workflow.getHandle(workflowId).terminate();
    await runs.start({ organisationId });
    await expect(runs.start({ organisationId })).rejects.toMatchObject({ kind: 'conflict' });
    await client.workflow.getHandle(`retention-run:${organisationId}-asked-for`).terminate();
  });
});
