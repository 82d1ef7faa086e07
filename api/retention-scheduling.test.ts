import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Organisation } from '../db/store.js';
import type { OrganisationId } from '../domain/identifiers.js';
import { organisationSettingsSchema } from '../domain/organisation/organisation.js';
import { createRetentionScheduling } from './retention-scheduling.js';

function organisation(id: OrganisationId, timeZone: string): Organisation {
  const settings = organisationSettingsSchema.parse({
    name: 'Company',
    timeZone,
    providers: { assistance: { by: 'desk' }, backups: [] },
    internalContacts: [],
    authorisingPersons: [],
  });
  return { id, revision: 1, settings, createdAt: new Date(0), updatedAt: new Date(0) };
}

function setUp() {
  const there = [organisation('org_company1', 'Europe/Berlin')];
  const asked: string[] = [];
  const clock = { now: 0, away: false };
  const round = createRetentionScheduling({
    organisations: { list: () => Promise.resolve({ items: there }) },
    runs: {
      schedule(id, timeZone) {
        if (clock.away) return Promise.reject(new Error('away'));
        asked.push(`${id} ${timeZone}`);
        return Promise.resolve();
      },
    },
    log: pino({ level: 'silent' }),
    now: () => clock.now,
  });
  return { there, asked, clock, round };
}

describe('scheduling retention runs (R1)', () => {
  it('gives each organisation, and the desk, a schedule once', async () => {
    const { asked, round } = setUp();
    await round();
    await round();
    expect(asked).toEqual(['org_company1 Europe/Berlin', 'org_thedesk UTC']);
  });

  it('follows a new organisation and another time zone, and puts schedules right now and then', async () => {
    const { there, asked, clock, round } = setUp();
    await round();
    there.splice(0, 1, organisation('org_company1', 'Europe/Lisbon'), organisation('org_company2', 'UTC'));
    await round();
    expect(asked.slice(2)).toEqual(['org_company1 Europe/Lisbon', 'org_company2 UTC']);
    clock.now += 2 * 60 * 60_000;
    await round();
    expect(asked.slice(4)).toHaveLength(3);
  });

  it('tries again when the engine was away', async () => {
    const { asked, clock, round } = setUp();
    clock.away = true;
    await round();
    expect(asked).toEqual([]);
    clock.away = false;
    await round();
    expect(asked).toHaveLength(2);
  });
});
