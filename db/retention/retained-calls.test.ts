import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { phoneNumberSchema } from '../../domain/phone-number.js';
import { openAuditStage, type AuditStage } from '../audit/audit-stage.fixture.js';
import { plant, storedIncident } from '../persons/people.fixture.js';
import type { RetentionClass, Store } from '../store.js';

const organisationId = 'org_tested0001';
const old = new Date('2026-01-10T08:00:00Z');
const before = new Date('2026-06-01T00:00:00Z');

let stage: AuditStage;
let store: Store;
let statusCalls: RetentionClass;
beforeAll(async () => {
  stage = await openAuditStage();
  store = await stage.openStore();
  statusCalls = store.retentionClasses['status-calls'];
});
afterAll(() => stage.close());

interface Made {
  readonly sid: string;
  readonly workflowId: string;
  readonly at?: Date;
  /** Claimed before the organisation was noted. */
  readonly isBare?: true;
}

async function made({ sid, workflowId, at = old, isBare }: Made): Promise<void> {
  await plant(stage.raw, {
    calls: [
      {
        ...{ _id: sid, account: 'AC1', attempt: `${workflowId}#attempt-1`, to: '+4930123', claimedAt: at },
        ...(isBare === true ? {} : { organisationId, personId: 'con_tested0001' }),
      },
    ],
  });
}

async function begunIn(organisation: `org_${string}`): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const ids of statusCalls.begunBefore(organisation, before, 2)) found.push(...ids);
  return found.sort();
}

describe('calls of no case (R2)', () => {
  it('are found by their organisation, those of a case that is there are not, nor are young ones', async () => {
    await plant(stage.raw, storedIncident('inc_tested0001', organisationId));
    await made({ sid: 'CA-test', workflowId: 'channel-test:tst_tested0001' });
    await made({ sid: 'CA-young', workflowId: 'channel-test:tst_tested0002', at: before });
    await made({ sid: 'CA-of-case', workflowId: 'incident:inc_tested0001' });
    await made({ sid: 'CA-of-gone', workflowId: 'incident:inc_tested0009' });
    expect(await begunIn(organisationId)).toEqual(['CA-of-gone', 'CA-test']);
    expect(await begunIn('org_another001')).toEqual([]);
    const items = await statusCalls.read(['CA-test', 'CA-of-gone', 'CA-of-case'], { named: true });
    expect([...items].sort((one, other) => one.id.localeCompare(other.id))).toEqual([
      {
        ...{ id: 'CA-of-gone', dataClass: 'status-calls', begunAt: old.getTime(), endOfUse: old.getTime() },
        ...{ persons: ['con_tested0001'], caseId: 'inc_tested0009' },
      },
      {
        ...{ id: 'CA-test', dataClass: 'status-calls', begunAt: old.getTime(), endOfUse: old.getTime() },
        persons: ['con_tested0001'],
      },
    ]);
  });

  it('are found by their test where they do not say whose they are, and are the desk’s without one', async () => {
    await plant(stage.raw, {
      channel_tests: [
        { _id: 'tst_bare000001', organisationId: 'org_bare000001', contactId: 'con_bare000001' },
      ],
    });
    await made({ sid: 'CA-bare', workflowId: 'channel-test:tst_bare000001', isBare: true });
    await made({ sid: 'CA-nobodys', workflowId: 'channel-test:tst_bare000002', isBare: true });
    expect(await begunIn('org_bare000001')).toEqual(['CA-bare']);
    expect(await begunIn('org_thedesk')).toEqual(['CA-nobodys']);
    expect(await statusCalls.read(['CA-bare'], { named: true })).toMatchObject([
      { persons: ['con_bare000001'] },
    ]);
  });

  it('go at the provider and here, and nothing else does', async () => {
    await plant(stage.raw, storedIncident('inc_going00001', organisationId));
    await made({ sid: 'CA-going', workflowId: 'channel-test:tst_going00001' });
    await made({ sid: 'CA-staying', workflowId: 'incident:inc_going00001' });
    const erasure = await statusCalls.prepare(['CA-going', 'CA-staying']);
    expect(erasure.calls).toEqual([{ sid: 'CA-going', account: 'AC1' }]);
    expect(await erasure.erase()).toEqual([]);
    const left = await stage.raw
      .collection<{ _id: string }>('calls')
      .find({ _id: { $in: ['CA-going', 'CA-staying'] } })
      .toArray();
    expect(left.map(({ _id }) => _id)).toEqual(['CA-staying']);
  });

  it('are none of a case that may run without being recorded yet', async () => {
    const young = new Date(Date.now() - 60_000);
    await made({ sid: 'CA-running', workflowId: 'incident:inc_running001', at: young });
    await made({ sid: 'CA-told', workflowId: 'incident:inc_running002' });
    const intake = { _id: 'inc_running002', organisationId, kind: 'incident', bodyHash: '', createdAt: old };
    await plant(stage.raw, { intakes: [intake] });
    const sids = ['CA-running', 'CA-told'];
    expect(await statusCalls.read(sids, { named: true })).toEqual([]);
    expect(await begunIn(organisationId)).not.toContain('CA-told');
    const erasure = await statusCalls.prepare(sids);
    expect(erasure.calls).toEqual([]);
    await erasure.erase();
    const left = await stage.raw.collection<{ _id: string }>('calls').countDocuments({ _id: { $in: sids } });
    expect(left).toBe(2);
  });

  it('are the desk’s where the case is gone and they do not say whose they are', async () => {
    await made({ sid: 'CA-unowned', workflowId: 'incident:inc_unowned001', isBare: true });
    expect(await begunIn(organisationId)).not.toContain('CA-unowned');
    expect(await begunIn('org_thedesk')).toContain('CA-unowned');
  });

  it('say whose they are from their claim on', async () => {
    await store.calls.claim(
      { sid: 'CA-claimed', account: 'AC1' },
      {
        key: { workflowId: 'channel-test:tst_claimed001', activityId: 'attempt-1' },
        organisationId: 'org_claimed001',
        target: { role: 'internal-contact', id: 'con_claimed001' },
      },
      phoneNumberSchema.parse('+493023125011'),
    );
    const [read] = await statusCalls.read(['CA-claimed'], { named: true });
    expect(read).toMatchObject({ persons: ['con_claimed001'] });
    const found: string[] = [];
    const later = new Date(Date.now() + 60_000);
    for await (const ids of statusCalls.begunBefore('org_claimed001', later, 2)) found.push(...ids);
    expect(found).toEqual(['CA-claimed']);
  });
});
