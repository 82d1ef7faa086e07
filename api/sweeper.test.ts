import { beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Intake } from '../db/store.js';
import { unavailable } from '../domain/errors.js';
import { createMetrics } from './metrics.js';
import { createSweeper } from './sweeper.js';
import { casesInMemory, type CasesInMemory } from './testing/cases-in-memory.js';

let cases: CasesInMemory;
let left: Intake[];
let marked: string[];
let askedBefore: Date | undefined;
let mongoAway: boolean;

function intake(incidentId: `inc_${string}`): Intake {
  return {
    id: incidentId,
    organisationId: 'org_abcdef',
    kind: 'incident',
    bodyHash: '',
    start: {
      incidentId,
      organisationId: 'org_abcdef',
      source: 'api',
      kind: 'security',
      threat: 'unknown',
      reportedBy: { by: 'token', tokenId: 'tok_abcdef' },
      reportedAt: 1,
      callerWaiting: false,
      callBack: false,
    },
    createdAt: new Date(1),
  };
}

const sweep = () =>
  createSweeper({
    intakes: {
      unstarted: (_scope, before) => {
        askedBefore = before;
        return mongoAway ? Promise.reject(unavailable('The database')) : Promise.resolve(left);
      },
      markStarted: (_scope, id) => {
        marked.push(id);
        return Promise.resolve();
      },
    },
    cases,
    metrics: createMetrics(),
    log: pino({ level: 'silent' }),
    ageMilliseconds: 10_000,
    now: () => 60_000,
  })();

beforeEach(() => {
  cases = casesInMemory();
  left = [intake('inc_first1'), intake('inc_second2')];
  marked = [];
  mongoAway = false;
});

describe('the sweeper (design: a case that exists only in MongoDB is a lost case)', () => {
  it('starts every case that has an intake of its age and no workflow, as it was reported', async () => {
    await sweep();
    expect(askedBefore).toEqual(new Date(50_000));
    expect([...cases.started.keys()]).toEqual(['inc_first1', 'inc_second2']);
    expect(cases.started.get('inc_first1')).toEqual(left[0]?.start);
    expect(marked).toEqual(['inc_first1', 'inc_second2']);
  });

  it('only marks what runs already', async () => {
    await sweep();
    await sweep();
    expect(cases.started.size).toBe(2);
    expect(marked).toHaveLength(4);
  });

  it('starts status calls too', async () => {
    left = [
      {
        ...intake('inc_third3'),
        id: 'stc_third3',
        kind: 'status-call',
        start: {
          statusCallId: 'stc_third3',
          organisationId: 'org_abcdef',
          travellerId: 'trv_abcdef',
          incidentId: 'inc_third3',
          requestedBy: { by: 'rule' },
        },
      },
    ];
    await sweep();
    expect([...cases.statusCallsStarted.keys()]).toEqual(['stc_third3']);
  });

  it('goes on with the next when one cannot be read', async () => {
    left = [{ ...intake('inc_first1'), start: { nonsense: true } }, intake('inc_second2')];
    await sweep();
    expect([...cases.started.keys()]).toEqual(['inc_second2']);
    expect(marked).toEqual(['inc_second2']);
  });

  it('marks nothing while Temporal is away, and does nothing while MongoDB is', async () => {
    cases.away = true;
    await sweep();
    expect(marked).toEqual([]);
    mongoAway = true;
    await sweep();
    expect(marked).toEqual([]);
  });
});
