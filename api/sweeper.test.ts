import { beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Cases } from '../cases/cases.js';
import type { Intake } from '../db/store.js';
import { unavailable } from '../domain/errors.js';
import { createMetrics } from './metrics.js';
import { createSweeper } from './sweeper.js';
import { casesInMemory, type CasesInMemory } from './testing/cases-in-memory.js';

let cases: CasesInMemory;
let left: (Intake & { turnAt: number; startFailures: number })[];
let marked: string[];
let askedBefore: Date | undefined;
let mongoAway: boolean;
let now: number;

function intake(incidentId: `inc_${string}`): (typeof left)[number] {
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
    turnAt: 1,
    startFailures: 0,
  };
}
const unusable = (incidentId: `inc_${string}`) => ({ ...intake(incidentId), start: { nonsense: true } });

const inMongo = <Answer>(work: () => Answer): Promise<Answer> =>
  mongoAway ? Promise.reject(unavailable('The database')) : Promise.resolve(work());

const sweep = (incidents: Pick<Cases['incidents'], 'start'> = cases.incidents) =>
  createSweeper({
    intakes: {
      unstarted: (_scope, before, limit) =>
        inMongo(() => {
          askedBefore = before;
          return left
            .filter(({ id, turnAt }) => !marked.includes(id) && turnAt < before.getTime())
            .sort((one, other) => one.turnAt - other.turnAt)
            .slice(0, limit);
        }),
      markStarted: (_scope, id) =>
        inMongo(() => {
          marked.push(id);
        }),
      stepBack: (_scope, id, nextTurnAt) =>
        inMongo(() => {
          left = left.map((each) =>
            each.id === id
              ? { ...each, turnAt: nextTurnAt.getTime(), startFailures: each.startFailures + 1 }
              : each,
          );
        }),
    },
    cases: { ...cases, incidents: { ...cases.incidents, ...incidents }, health: cases.health },
    metrics: createMetrics(),
    log: pino({ level: 'silent' }),
    ageMilliseconds: 10_000,
    now: () => now,
  })();

beforeEach(() => {
  cases = casesInMemory();
  left = [intake('inc_first1'), intake('inc_second2')];
  marked = [];
  mongoAway = false;
  now = 60_000;
});

describe('the sweeper (design: a case that exists only in MongoDB is a lost case)', () => {
  it('starts every case that has an intake of its age and no workflow, as it was reported', async () => {
    await sweep();
    expect(askedBefore).toEqual(new Date(50_000));
    expect([...cases.started.keys()]).toEqual(['inc_first1', 'inc_second2']);
    expect(cases.started.get('inc_first1')).toEqual(intake('inc_first1').start);
    expect(marked).toEqual(['inc_first1', 'inc_second2']);
  });

  it('only marks what runs already', async () => {
    await sweep();
    marked = [];
    await sweep();
    expect(cases.started.size).toBe(2);
    expect(marked).toHaveLength(2);
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
    left = [unusable('inc_first1'), intake('inc_second2')];
    await sweep();
    expect([...cases.started.keys()]).toEqual(['inc_second2']);
    expect(marked).toEqual(['inc_second2']);
  });

  it('lets others have their turn, however many cannot be started', async () => {
    const many = Array.from({ length: 150 }, (_, index) => unusable(`inc_unusable${index}`));
    left = [...many, { ...intake('inc_behind1'), turnAt: 2 }];
    await sweep();
    await sweep();
    expect([...cases.started.keys()]).toEqual(['inc_behind1']);
  });

  it('tries one that fails again and again, with growing pauses', async () => {
    left = [unusable('inc_first1')];
    const triedAfter: number[] = [];
    const begun = now;
    for (let failures = 0; now < begun + 3_600_000; now += 10_000) {
      await sweep();
      const [{ startFailures } = intake('inc_first1')] = left;
      if (startFailures > failures) triedAfter.push((now - begun) / 1000);
      failures = startFailures;
    }
    const pauses = triedAfter.map((at, index) => at - (triedAfter[index - 1] ?? 0));
    expect(pauses.slice(0, 5)).toEqual([0, 30, 40, 60, 100]);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(620);
    left = left.map((each) => ({ ...each, start: intake('inc_first1').start ?? {} }));
    now += 700_000;
    await sweep();
    expect(marked).toEqual(['inc_first1']);
  });

  it('passes over one that Temporal does not take, while it takes others', async () => {
    await sweep({
      start: (wanted) =>
        wanted.incidentId === 'inc_first1'
          ? Promise.reject(unavailable('The case engine'))
          : cases.incidents.start(wanted),
    });
    expect(marked).toEqual(['inc_second2']);
    expect(left.map(({ startFailures }) => startFailures)).toEqual([1, 0]);
  });

  it('marks nothing while Temporal is away, blames nobody, and does nothing while MongoDB is', async () => {
    cases.away = true;
    await sweep();
    expect(marked).toEqual([]);
    expect(left.map(({ startFailures }) => startFailures)).toEqual([0, 0]);
    mongoAway = true;
    await sweep();
    expect(marked).toEqual([]);
  });
});
