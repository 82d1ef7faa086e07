import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditRecord } from '../../domain/audit/entry.js';
import { defaultRetentionPolicy } from '../../domain/retention/retention-policy.js';
import { retentionVerdict } from '../../domain/retention/retention-verdict.js';
import {
  exampleOrganisation,
  exampleRecord,
  openAuditStage,
  type AuditStage,
} from '../audit/audit-stage.fixture.js';
import type { Store } from '../store.js';

let stage: AuditStage;
let store: Store;
beforeAll(async () => {
  stage = await openAuditStage();
  store = await stage.openStore();
});
afterAll(() => stage.close());

const decadesLater = Date.UTC(2046, 10, 30);

describe('the audit values of a case that is held (R2)', () => {
  it.each<[string, string, Pick<AuditRecord, 'what' | 'from'>]>([
    [
      'an incident',
      'inc_audited001',
      { what: { kind: 'incident', id: 'inc_audited001' }, from: { host: 'desk' } },
    ],
    [
      'a support case',
      'sup_audited001',
      { what: { kind: 'support-case', id: 'sup_audited001' }, from: { host: 'desk' } },
    ],
    [
      'a status call',
      'stc_audited001',
      {
        what: { kind: 'status-call', id: 'stc_audited001' },
        from: { channel: 'sms', caseId: 'stc_audited001' },
      },
    ],
    [
      'an order that was decided by telephone',
      'inc_audited002',
      { what: { kind: 'order', id: 'ord_audited001' }, from: { channel: 'voice', caseId: 'inc_audited002' } },
    ],
  ])('stay when their period is over, and go when the hold has ended: %s', async (_what, caseId, about) => {
    const { audit } = store.retentionClasses;
    const person = 'con_audited001';
    const record = exampleRecord({
      ...about,
      persons: [person],
      values: [{ person, after: { means: 'key' } }],
    });
    await store.audit.append(record);
    const going = async (heldCase?: string) => {
      const holds =
        heldCase === undefined
          ? []
          : [{ id: 'hld_audited001', subject: { of: 'case', id: heldCase } } as const];
      const rule = { policy: defaultRetentionPolicy, holds, timeZone: 'UTC' };
      const items = await audit.read([record.id], { named: false });
      return items.filter((item) => retentionVerdict(item, rule, decadesLater).goes).map(({ id }) => id);
    };
    expect(await going(caseId)).toEqual([]);
    expect(await going('inc_another001')).toEqual([record.id]);
    await (await audit.prepare(await going())).erase();
    expect(await audit.read([record.id], { named: false })).toEqual([]);
    expect(await stage.breaks([], exampleOrganisation)).toEqual([]);
  });
});
