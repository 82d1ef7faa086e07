import { describe, expect, it } from '@jest/globals';
import { brokenReports, describeBrokenReport } from './broken-reports.js';
import { dataClassesOf } from './data-class.js';
import {
  defaultRetentionPolicy,
  periodsShown,
  retentionPeriodsSchema,
  retentionPolicyOf,
} from './retention-policy.js';
import { reportIntervals, reportKinds } from '../reports/report-plan.js';

const thirtyDays = { count: 30, unit: 'days' } as const;
const annual = { kind: 'incidents', every: 'year' } as const;
const policy = retentionPolicyOf({ incidents: thirtyDays });

describe('reports that a policy breaks (E4)', () => {
  it('are those for which data would be gone before, by name, class and period', () => {
    const broken = { report: annual, dataClass: 'incidents', keptFor: thirtyDays } as const;
    const found = brokenReports(policy, [annual, { kind: 'status-calls', every: 'year' }]);
    expect(found).toEqual([{ ...broken, needs: { count: 1, unit: 'years' } }]);
    expect(found.map(describeBrokenReport)).toEqual([
      {
        path: '/periods/incidents',
        message: 'keeps 30 days, and the report on incidents of each year needs 1 year',
      },
    ]);
  });

  it('are named once, in however many languages they are wanted', () => {
    expect(brokenReports(policy, [annual, annual])).toHaveLength(1);
  });

  it('are those on costs too, which are made of incidents', () => {
    expect(brokenReports(policy, [{ kind: 'costs', every: 'month' }])).toHaveLength(1);
  });

  it('are none where everything is kept long enough, and none by default', () => {
    for (const incidents of [{ count: 12, unit: 'months' }, 'for-ever'] as const) {
      expect(brokenReports(retentionPolicyOf({ incidents }), [annual])).toEqual([]);
    }
    const all = reportKinds.flatMap((kind) => reportIntervals.map((every) => ({ kind, every })));
    expect(brokenReports(defaultRetentionPolicy, all)).toEqual([]);
  });
});

describe('a retention policy (E4)', () => {
  it('is what is set, and the defaults for the rest', () => {
    expect(policy).toEqual({ ...defaultRetentionPolicy, incidents: thirtyDays });
  });

  it('shows an organisation the classes that it can have data of', () => {
    expect(Object.keys(periodsShown(policy, 'org_example1'))).toEqual(dataClassesOf('org_example1'));
    expect(dataClassesOf('org_example1')).not.toContain('support-cases');
    expect(dataClassesOf('org_thedesk')).toContain('support-cases');
  });

  it('knows no other classes', () => {
    expect(retentionPeriodsSchema.safeParse({ trips: 'for-ever' }).success).toBe(false);
  });
});
