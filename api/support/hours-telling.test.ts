import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { notFound, unavailable } from '../../domain/errors.js';
import type { SupportCaseId } from '../../domain/identifiers.js';
import { createHoursTelling } from './hours-telling.js';

const minute = 60_000;

/** Cases that count by other hours until they take up those that they are told of. */
function cases(ids: readonly SupportCaseId[], takes: (id: SupportCaseId) => boolean) {
  const others = new Set(ids);
  const told: SupportCaseId[] = [];
  let now = 0;
  let failure: Error | undefined;
  const round = createHoursTelling({
    store: {
      supportCases: {
        countedByOtherHours: (_revision, except, limit) =>
          Promise.resolve([...others].filter((id) => !except.includes(id)).slice(0, limit)),
      },
    },
    supportCases: {
      tellHours: (id, { revision }) => {
        if (failure !== undefined) return Promise.reject(failure);
        expect(revision).toBe('second');
        told.push(id);
        if (takes(id)) others.delete(id);
        return Promise.resolve();
      },
    },
    revision: 'second',
    log: pino({ level: 'silent' }),
    now: () => now,
  });
  return {
    told,
    round,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    fail: (how: Error | undefined) => {
      failure = how;
    },
  };
}

const many = (count: number) =>
  Array.from({ length: count }, (_, index): SupportCaseId => `sup_case${index}`);

describe('telling cases of other opening hours (C9)', () => {
  it('tells each once, round by round', async () => {
    const { round, told, pass } = cases(many(250), () => true);
    for (let count = 0; count < 4; count += 1) {
      await round();
      pass(10_000);
    }
    expect(told).toEqual(many(250));
  });

  it('tells a case that keeps its hours ever more seldom, and holds up nobody by it', async () => {
    const ids = many(150);
    const { round, told, pass } = cases(ids, (id) => ids.indexOf(id) >= 100);
    for (let count = 0; count < 24 * 60; count += 1) {
      await round();
      pass(minute);
    }
    expect(new Set(told).size).toBe(150);
    const first = told.filter((id) => id === 'sup_case0').length;
    expect(first).toBeGreaterThanOrEqual(24);
    expect(first).toBeLessThanOrEqual(32);
  });

  it('passes over cases that have ended, and waits while the engine is away', async () => {
    const { round, told, pass, fail } = cases(many(3), () => true);
    fail(unavailable('The case engine'));
    await round();
    fail(notFound('support case'));
    await round();
    expect(told).toEqual([]);
    fail(undefined);
    pass(2 * minute);
    await round();
    expect(told).toEqual(many(3));
  });
});
