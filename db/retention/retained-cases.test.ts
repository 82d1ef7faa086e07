import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openAuditStage, type AuditStage } from '../audit/audit-stage.fixture.js';
import { plant, storedIncident } from '../persons/people.fixture.js';
import type { Store } from '../store.js';

const organisationId = 'org_called0001';
const account = 'AC1';

let stage: AuditStage;
let store: Store;
beforeAll(async () => {
  stage = await openAuditStage();
  store = await stage.openStore();
});
afterAll(() => stage.close());

async function stored(id: string, view: object): Promise<void> {
  await plant(stage.raw, storedIncident(id, organisationId));
  const fields = Object.entries(view).map(([name, value]): [string, unknown] => [`view.${name}`, value]);
  await stage.raw
    .collection<{ _id: string }>('cases')
    .updateOne({ _id: id }, { $set: Object.fromEntries(fields) });
}

async function callsOf(...ids: readonly string[]): Promise<readonly string[]> {
  const { calls } = await store.retentionClasses.incidents.prepare(ids);
  return calls.map(({ sid }) => sid).sort();
}

describe('calls that are deleted at the provider with an incident (R2)', () => {
  it('are those of everybody who was in its conference, also of callers who have left it', async () => {
    await stored('inc_called0001', {
      conferenceCalls: [
        { callSid: 'CA-caller', account },
        { callSid: 'CA-dialled-in', account },
      ],
    });
    expect(await callsOf('inc_called0001')).toEqual(['CA-caller', 'CA-dialled-in']);
  });

  it('are those of callers who are there where an incident was stored before all of them were', async () => {
    await stored('inc_called0002', { callerCalls: [{ callSid: 'CA-old', account }] });
    expect(await callsOf('inc_called0002')).toEqual(['CA-old']);
  });

  it('are none that an attempt of another case has claimed: they go with that one', async () => {
    await stored('inc_called0003', {
      conferenceCalls: [
        { callSid: 'CA-of-both', account },
        { callSid: 'CA-came-in', account },
      ],
    });
    await plant(stage.raw, {
      calls: [{ _id: 'CA-of-both', account, attempt: 'incident:inc_called0004#attempt-1', to: '+4930123' }],
    });
    expect(await callsOf('inc_called0003')).toEqual(['CA-came-in']);
  });
});

describe('incidents that are judged and then deleted (R2)', () => {
  const words = [{ type: 'reported' }, { type: 'closed' }, { type: 'archived' }];

  async function judged(id: string): Promise<void> {
    await store.retentionClasses.incidents.read([id], { named: false });
  }

  async function erased(id: string): Promise<readonly string[]> {
    const erasure = await store.retentionClasses.incidents.prepare([id]);
    return erasure.erase();
  }

  async function change(id: string, fields: object): Promise<void> {
    await stage.raw.collection<{ _id: string }>('cases').updateOne({ _id: id }, { $set: fields });
  }

  async function left(id: string): Promise<number> {
    const entries = await stage.raw.collection('timeline_entries').countDocuments({ caseId: id });
    return entries + (await stage.raw.collection<{ _id: string }>('cases').countDocuments({ _id: id }));
  }

  it('are not looked up again: what was judged is deleted to its last entry', async () => {
    await plant(stage.raw, storedIncident('inc_judged0001', organisationId, { events: words }));
    await judged('inc_judged0001');
    // Somebody else was faster, and died in the middle of it.
    await stage.raw.collection<{ _id: string }>('cases').deleteOne({ _id: 'inc_judged0001' });
    expect(await erased('inc_judged0001')).toEqual([]);
    expect(await left('inc_judged0001')).toBe(0);
  });

  it('are looked up where they were in use when they were judged', async () => {
    await plant(stage.raw, storedIncident('inc_judged0002', organisationId, { events: words }));
    await change('inc_judged0002', { state: 'open', open: true, highestSequence: 1 });
    await judged('inc_judged0002');
    await change('inc_judged0002', { state: 'archived', open: false, highestSequence: 3 });
    expect(await erased('inc_judged0002')).toEqual([]);
    expect(await left('inc_judged0002')).toBe(0);
  });

  it('stay where they are in use again at the moment of their deletion', async () => {
    await plant(stage.raw, storedIncident('inc_judged0003', organisationId));
    await judged('inc_judged0003');
    await change('inc_judged0003', { state: 'open', open: true });
    expect(await erased('inc_judged0003')).toEqual(['inc_judged0003']);
    expect(await left('inc_judged0003')).toBe(1);
  });
});
