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
