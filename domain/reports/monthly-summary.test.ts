import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { monthOf, monthsBetween, timeOfMonth } from '../calendar-month.js';
import { quantile } from './duration-histogram.js';
import { facts, type MomentousFact } from './facts.fixture.js';
import { allIncidents } from './incident-summary.js';
import {
  isPast,
  isToBeComputed,
  summarisingOf,
  summaryVersion,
  type MonthlySummary,
} from './monthly-summary.js';
import { makeReport } from './report.js';
import type { ReportKind } from './report-plan.js';
import { responseRate } from './status-call-summary.js';

const timeZone = fc.constantFrom('UTC', 'Europe/Budapest', 'Pacific/Kiritimati', 'America/St_Johns');
const organisationId = 'org_reports1';

/** The stored summaries of all months of these facts. */
function byMonths<Kind extends ReportKind>(kind: Kind, zone: string, all: readonly MomentousFact<Kind>[]) {
  const { summarise } = summarisingOf(kind);
  return [...new Set(all.map(({ at }) => monthOf(at, zone)))].map((month): MonthlySummary<Kind> => {
    const { from, to } = timeOfMonth(month, zone);
    const within = all.filter(({ at }) => at >= from && at < to);
    return {
      ...{ organisationId, kind, month, timeZone: zone, from: new Date(from), to: new Date(to) },
      summary: summarise(within.map(({ fact }) => fact)),
      ...{ settledThrough: new Date(from), computedAt: new Date(to) },
    };
  });
}

function provesSummaries<Kind extends ReportKind>(kind: Kind, some: fc.Arbitrary<MomentousFact<Kind>>): void {
  const { summarise, merge } = summarisingOf(kind);
  const many = fc.array(some, { maxLength: 60 });
  const summaryOf = (all: readonly MomentousFact<Kind>[]) => summarise(all.map(({ fact }) => fact));

  it('of all months together is the same as counting over everything, in every time zone', () => {
    fc.assert(
      fc.property(many, timeZone, (all, zone) => {
        const period = { from: '2025-12', to: '2028-02' };
        const report = makeReport(kind, period, zone, byMonths(kind, zone, all), Date.parse('2029-01-01'));
        expect(report.total).toEqual(summaryOf(all));
        expect(report.months.map(({ month }) => month)).toEqual(monthsBetween(period.from, period.to));
      }),
      { numRuns: 60 },
    );
  });

  it('is merged in whatever order', () => {
    fc.assert(
      fc.property(many, many, many, (one, two, three) => {
        const [first, second, third] = [summaryOf(one), summaryOf(two), summaryOf(three)];
        const together = summaryOf([...one, ...two, ...three]);
        expect(merge(merge(first, second), third)).toEqual(together);
        expect(merge(third, merge(second, first))).toEqual(together);
      }),
      { numRuns: 60 },
    );
  });

  it('carries nothing but numbers under known names', () => {
    fc.assert(
      fc.property(many, (all) => {
        const texts = JSON.stringify(summaryOf(all)).match(/:"[^"]*"/g) ?? [];
        for (const text of texts) expect(text).toMatch(/^:"(EUR|HUF|JPY|KWD)"$/);
      }),
      { numRuns: 20 },
    );
  });
}

describe('the summary of incidents (R3)', () => {
  provesSummaries('incidents', facts.incidents);
});
describe('the summary of status calls (R3)', () => {
  provesSummaries('status-calls', facts['status-calls']);
});
describe('the summary of support cases (R3)', () => {
  provesSummaries('support-cases', facts['support-cases']);
});
describe('the summary of costs (R3)', () => {
  provesSummaries('costs', facts.costs);
});

describe('what a summary counts (R3)', () => {
  it('keeps the kinds of incidents apart, and adds them up', () => {
    const opened = { state: 'archived', openedAt: 0, rounds: { provider: 2, internal: 1 } } as const;
    const summary = summarisingOf('incidents').summarise([
      {
        ...opened,
        kind: 'medical',
        firstCallAt: 1000,
        reachedAt: 60_000,
        override: 'rule',
        outcome: 'resolved',
      },
      { ...opened, kind: 'medical', firstCallAt: 3000 },
      { ...opened, kind: 'travel', state: 'open', firstCallAt: 2000, reachedAt: 20_000 },
    ]);
    expect(summary.byKind.medical).toMatchObject({ opened: 2, open: 0, overrides: { rule: 1, operator: 0 } });
    expect(summary.byKind.security).toMatchObject({ opened: 0 });
    const all = allIncidents(summary);
    expect(all).toMatchObject({ opened: 3, open: 1, providerRounds: { sum: 6, most: 2 } });
    expect(all.toReach.count).toBe(2);
    expect(quantile(all.toFirstCall, 0.5)).toBeCloseTo(2000, -2);
  });

  it('takes the answered part of the ended status calls for the response rate', () => {
    const call = { openedAt: 0, rounds: 1 };
    const { summarise } = summarisingOf('status-calls');
    const summary = summarise([
      { ...call, state: 'answered', answer: 'ok', answeredAt: 5 },
      { ...call, state: 'answered', answer: 'help', answeredAt: 5 },
      { ...call, state: 'unreached' },
      { ...call, state: 'unreached' },
      { ...call, state: 'asking' },
    ]);
    expect(responseRate(summary)).toBe(0.5);
    expect(responseRate(summarise([{ ...call, state: 'asking' }]))).toBeUndefined();
  });

  it('does not take duplicates and spam for resolved', () => {
    const { toResolution, followUps } = summarisingOf('support-cases').summarise(
      (['answered', 'merged', 'spam'] as const).map((outcome) => ({
        ...{ state: 'closed', openedAt: 0, closedAt: 1000, outcome, isFollowUp: outcome === 'answered' },
      })),
    );
    expect([toResolution.count, followUps]).toEqual([1, 1]);
  });

  it('never adds up currencies, and tells each cost in its own', () => {
    const euros = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
    const forints = { amountMinor: 500, currency: 'HUF' };
    const order = { service: 'transport', state: 'approved', isStarted: true } as const;
    const { currencies } = summarisingOf('costs').summarise([
      { ...order, estimate: euros(100), actual: forints },
      { ...order, estimate: euros(50), actual: euros(40) },
      { ...order, state: 'refused', isStarted: false, estimate: euros(900) },
    ]);
    expect(currencies).toEqual([
      { currency: 'EUR', ordered: 3, started: 2, estimate: 150, actual: 40, known: 1 },
      { currency: 'HUF', ordered: 0, started: 0, estimate: 0, actual: 500, known: 1 },
    ]);
  });
});

describe('when a summary is computed again (R3)', () => {
  const to = new Date('2026-04-01T00:00:00Z');
  const stored = {
    settledThrough: new Date('2026-03-01T00:00:00Z'),
    to,
    computedAt: new Date('2026-04-02T00:00:00Z'),
    version: summaryVersion,
    isQuiet: false,
  };
  const late = new Date('2026-05-01T00:00:00Z');

  it.each([
    ['there is none', undefined, true],
    ['it is old', stored, true],
    ['it is young', { ...stored, computedAt: new Date(late.getTime() - 59_999) }, false],
    ['nothing can change any more', { ...stored, isQuiet: true }, false],
    ['it was counted by an earlier version', { ...stored, isQuiet: true, version: summaryVersion - 1 }, true],
    ['it is final', { ...stored, settledThrough: to, version: summaryVersion - 1 }, false],
  ])('where %s', (_what, standing, expected) => {
    expect(isToBeComputed(standing, late, 60_000)).toBe(expected);
  });

  it('waits for latecomers before nothing can change any more', () => {
    expect(isPast(to, new Date('2026-04-03T23:59:59Z'))).toBe(false);
    expect(isPast(to, new Date('2026-04-04T00:00:00Z'))).toBe(true);
  });
});

describe('a report (R3)', () => {
  const zone = 'Europe/Budapest';
  const stored = byMonths('status-calls', zone, [
    { at: Date.parse('2026-02-10T10:00:00Z'), fact: { state: 'unreached', openedAt: 0, rounds: 1 } },
    { at: Date.parse('2026-03-10T10:00:00Z'), fact: { state: 'unreached', openedAt: 0, rounds: 1 } },
  ]);
  const now = Date.parse('2026-04-15T12:00:00Z');

  it('leaves out months that have not begun', () => {
    const report = makeReport('status-calls', { from: '2026-02', to: '2026-12' }, zone, stored, now);
    expect(report.months.map(({ month }) => month)).toEqual(['2026-02', '2026-03', '2026-04']);
    expect(makeReport('status-calls', { from: '2027-01', to: '2027-02' }, zone, [], now).months).toEqual([]);
  });

  it('says for which part of the time its data still exist', () => {
    const period = { from: '2026-02', to: '2026-03' };
    const all = makeReport('status-calls', period, zone, stored, now);
    expect(all.rawData).toEqual(all.time);
    const cut = new Date('2026-02-20T00:00:00Z');
    const settled = stored.map((one) => (one.month === '2026-02' ? { ...one, settledThrough: cut } : one));
    const some = makeReport('status-calls', period, zone, settled, now);
    expect(some.rawData).toEqual({ from: cut.getTime(), to: all.time.to });
    const final = stored.map((one) => ({ ...one, settledThrough: one.to }));
    const none = makeReport('status-calls', period, zone, final, now);
    expect(none.rawData).toBeUndefined();
    expect(none.months.map(({ isFinal }) => isFinal)).toEqual([true, true]);
    expect(none.total).toEqual(all.total);
  });
});
