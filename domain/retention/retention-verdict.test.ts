import { describe, expect, it } from '@jest/globals';
import type { Holding, RetainedItem } from './legal-hold.js';
import { retentionPolicyOf } from './retention-policy.js';
import { retentionVerdict, type RetentionRule } from './retention-verdict.js';

const day = 86_400_000;
const ended = Date.UTC(2026, 0, 10, 12);
const policy = retentionPolicyOf({ incidents: { count: 30, unit: 'days' }, audit: 'for-ever' });
const rule: RetentionRule = { policy, holds: [], timeZone: 'UTC' };
const item: RetainedItem = {
  id: 'inc_example1',
  dataClass: 'incidents',
  begunAt: ended - day,
  endOfUse: ended,
  persons: ['trv_example1'],
};
const late = ended + 40 * day;

describe('whether something is deleted (R1, R2)', () => {
  it('goes when its period is over, to the moment', () => {
    const until = Date.UTC(2026, 1, 10);
    expect(retentionVerdict(item, rule, until - 1)).toEqual({ goes: false, why: 'not-yet', until });
    expect(retentionVerdict(item, rule, until)).toEqual({ goes: true });
  });

  it('stays while it is in use, and for ever without a period', () => {
    const { endOfUse: _end, ...open } = item;
    expect(retentionVerdict(open, rule, late)).toEqual({ goes: false, why: 'in-use' });
    const other = { ...item, dataClass: 'audit' } as const;
    expect(retentionVerdict(other, rule, late)).toEqual({ goes: false, why: 'kept-for-ever' });
  });

  it('stays while something in use needs it', () => {
    const verdict = retentionVerdict({ ...item, neededBy: 'sup_example1' }, rule, late);
    expect(verdict).toEqual({ goes: false, why: 'needed', by: 'sup_example1' });
  });

  it.each<[string, Holding['subject'], Partial<RetainedItem>]>([
    ['its person', { of: 'person', id: 'trv_example1' }, {}],
    ['itself', { of: 'case', id: item.id }, {}],
    ['the case that it belongs to', { of: 'case', id: item.id }, { id: 'mai_example1', caseId: item.id }],
    ['its class', { of: 'class', dataClass: 'incidents' }, {}],
    ['the class of what would go with it', { of: 'class', dataClass: 'locations' }, {}],
  ])('stays while %s is held', (_what, subject, more) => {
    const holds = [{ id: 'hld_example1', subject }] as const;
    const verdict = retentionVerdict({ ...item, ...more }, { ...rule, holds }, late);
    expect(verdict).toEqual({ goes: false, why: 'held', holdId: 'hld_example1' });
  });

  it('goes when only others are held', () => {
    const holds: readonly Holding[] = [
      { id: 'hld_example1', subject: { of: 'person', id: 'trv_another1' } },
      { id: 'hld_example2', subject: { of: 'class', dataClass: 'audit' } },
    ];
    expect(retentionVerdict(item, { ...rule, holds }, late)).toEqual({ goes: true });
  });
});
