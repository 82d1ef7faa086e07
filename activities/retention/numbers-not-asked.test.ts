import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { plant } from '../../db/persons/people.fixture.js';
import { createRetentionActivities } from './retention-activities.js';
import { beginRun, openPurgeStage, type PurgeStage } from './testing/purge-stage.js';

const organisationId = 'org_numbers001';

let stage: PurgeStage;
beforeAll(async () => {
  stage = await openPurgeStage();
});
afterAll(() => stage.close());

describe('numbers that nobody asks anything any more (R1)', () => {
  it('are forgotten by a retention run, whatever left them, and those that want no texts are not', async () => {
    const { store, raw } = stage;
    const question = { id: 'tst_numbers001/test', caseId: 'tst_numbers001', pair: 1, question: {} };
    const asked = (expiresAt: Date) => [{ ...question, askedAt: new Date(0), expiresAt }];
    await plant(raw, {
      texted_numbers: [
        { _id: '+49301', optedOut: false, questions: [] },
        { _id: '+49302', optedOut: false, questions: asked(new Date(0)) },
        { _id: '+49303', optedOut: false, questions: asked(new Date(Date.now() + 60_000)) },
        { _id: '+49304', optedOut: true, questions: [] },
      ],
    });
    const activities = createRetentionActivities({
      store,
      histories: { isRunning: () => Promise.resolve(false), remove: () => Promise.resolve() },
      telephony: {
        isGivenUp: () => false,
        forgetCall: () => Promise.resolve(),
        forgetText: () => Promise.resolve(),
        findTexts: () => Promise.resolve([]),
      },
      now: Date.now,
    });
    const { id } = await beginRun(stage, organisationId, Date.now());
    const order = { run: { id, organisationId }, dataClass: 'status-calls', unpaced: true } as const;
    await new MockActivityEnvironment().run(() => activities.purgeDataClass(order));
    const left = await raw.collection<{ _id: string }>('texted_numbers').find().sort({ _id: 1 }).toArray();
    expect(left.map(({ _id }) => _id)).toEqual(['+49303', '+49304']);
  });
});
