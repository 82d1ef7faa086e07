import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deskOrganisationId } from '../../domain/identifiers.js';
import { playRetentionRun } from './retention-run-story.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

let server: TimeSkipping;
beforeAll(async () => {
  server = await startTimeSkipping();
});
afterAll(() => server.close());

describe('a retention run (R1)', () => {
  it('purges one class after the other, and certifies what was deleted at last', async () => {
    const { asked } = await playRetentionRun(server, { organisationId: 'org_paced0001' });
    expect(asked).toEqual([
      'begin for the schedule',
      'erasures',
      ...['status-calls', 'locations', 'incidents', 'audit'],
      'certify run_story00001',
    ]);
  });

  it('tries again what has failed before it goes on', async () => {
    const startedBy = { by: 'user', userId: 'usr_operator1' } as const;
    const { asked } = await playRetentionRun(
      server,
      { organisationId: deskOrganisationId, startedBy, unpaced: true },
      { locations: 7 },
    );
    const tried = asked.filter((each) => each === 'locations, unpaced');
    expect(tried).toHaveLength(8);
    expect(asked.at(0)).toBe('begin for user');
    expect(asked.at(-1)).toBe('certify run_story00001');
    expect(new Set(asked).size).toBe(9);
  });

  it('leaves to the next run what cannot be done for more than an hour, and goes on with the rest', async () => {
    const failing = Number.POSITIVE_INFINITY;
    const { asked } = await playRetentionRun(
      server,
      { organisationId: 'org_stuck0001' },
      { locations: failing },
    );
    expect(asked.filter((each) => each === 'locations')).toHaveLength(15);
    expect(asked.slice(-3)).toEqual(['incidents', 'audit', 'certify run_story00001 but for locations']);
  });

  it('tries erasures that fail again for a minute, and then goes on without them (R4)', async () => {
    const failing = Number.POSITIVE_INFINITY;
    const once = await playRetentionRun(server, { organisationId: 'org_erasing001' }, { erasures: 1 });
    const never = await playRetentionRun(server, { organisationId: 'org_erasing002' }, { erasures: failing });
    expect(once.asked.filter((each) => each === 'erasures')).toHaveLength(2);
    expect(never.asked.filter((each) => each === 'erasures')).toHaveLength(5);
    expect(never.asked.at(-1)).toBe('certify run_story00001');
  });
});
