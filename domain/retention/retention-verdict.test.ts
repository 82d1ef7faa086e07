import { describe, expect, it } from '@jest/globals';
import { dataClasses } from './data-class.js';
import { classesKeptBy, holdOn, type Holding, type RetainedItem } from './legal-hold.js';
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
const ofIncidents = { of: 'class', dataClass: 'incidents' } as const;
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
    [
      'the class of the incident that it is the place of',
      ofIncidents,
      { dataClass: 'locations', caseId: item.id },
    ],
    [
      'the class of the incident that it is a text of',
      ofIncidents,
      { dataClass: 'status-calls', caseId: item.id },
    ],
    [
      'the class of the support case that the mail stands in',
      { of: 'class', dataClass: 'support-cases' },
      { id: 'mai_example1', dataClass: 'mail-originals', caseId: 'sup_example1' },
    ],
    [
      'the class of the status call that values of the audit trail are about',
      { of: 'class', dataClass: 'status-calls' },
      { id: 'aud_example1', dataClass: 'audit', caseId: 'stc_example1' },
    ],
  ])('stays while %s is held', (_what, subject, more) => {
    const holds = [{ id: 'hld_example1', subject }] as const;
    const verdict = retentionVerdict({ ...item, ...more }, { ...rule, holds }, late);
    expect(verdict).toEqual({ goes: false, why: 'held', holdId: 'hld_example1' });
  });

  it.each<[string, Partial<RetainedItem>]>([
    ['a mail in no case', { id: 'mai_example1', dataClass: 'mail-originals' }],
    ['a mail in a support case', { dataClass: 'mail-originals', caseId: 'sup_example1' }],
    ['a test of a channel', { id: 'CAexample1', dataClass: 'status-calls' }],
  ])('goes with a hold on all incidents: %s', (_what, more) => {
    const holds = [{ id: 'hld_example1', subject: ofIncidents }] as const;
    expect(retentionVerdict({ ...item, ...more }, { ...rule, holds }, late + 365 * day)).toEqual({
      goes: true,
    });
  });

  it('stays by a hold on a class in no class but those that are looked through behind the hold', () => {
    // Of what there is: a class, with the kinds of cases to which something of it may belong.
    const belonging = {
      locations: ['inc'],
      'status-calls': ['inc'],
      'mail-originals': ['sup'],
      audit: ['inc', 'stc', 'sup'],
    };
    const kinds = new Map<string, readonly string[]>(Object.entries(belonging));
    for (const held of dataClasses) {
      const holds = [{ id: 'hld_example1', subject: { of: 'class', dataClass: held } }] as const;
      const kept = dataClasses.filter((dataClass) => {
        const owners = [undefined, ...(kinds.get(dataClass) ?? []).map((kind) => `${kind}_example1`)];
        return owners.some((caseId) => {
          const one = { ...item, dataClass, ...(caseId === undefined ? {} : { caseId }) };
          return holdOn(one, holds) !== undefined;
        });
      });
      expect({ held, kept }).toEqual({ held, kept: classesKeptBy(held) });
    }
  });

  it('goes when only others are held', () => {
    const holds: readonly Holding[] = [
      { id: 'hld_example1', subject: { of: 'person', id: 'trv_another1' } },
      { id: 'hld_example2', subject: { of: 'class', dataClass: 'audit' } },
    ];
    expect(retentionVerdict(item, { ...rule, holds }, late)).toEqual({ goes: true });
  });
});
