import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import type { PersonErasureActivities, RetentionActivities } from '../../activities/contract.js';
import { workflowBundleFile } from '../../dev/stack/workflow-bundle.js';
import {
  personErasureWorkflowId,
  personErasureWorkflowType,
} from '../../workflows/persons/person-erasure.messages.js';
import type { personErasure } from '../../workflows/persons/person-erasure.workflow.js';
import { retentionRunWorkflowType } from '../../workflows/retention/retention-run.messages.js';
import type { retentionRun } from '../../workflows/retention/retention-run.workflow.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const taskQueue = 'erasures-of-this-test';
const organisationId = 'org_erasing001';

describe('erasing a person (R4)', () => {
  let server: TimeSkipping;
  let worker: Worker;
  let done: Promise<void>;
  let calls: string[] = [];
  let failures = 0;

  beforeAll(async () => {
    server = await startTimeSkipping();
    const activities: RetentionActivities & PersonErasureActivities = {
      beginRetentionRun: () =>
        Promise.resolve({ run: { id: 'run_example001', organisationId }, dataClasses: ['incidents'] }),
      purgeDataClass: ({ dataClass }) => {
        calls.push(`purge ${dataClass}`);
        return Promise.resolve();
      },
      certifyRetentionRun: () => {
        calls.push('certify');
        return Promise.resolve();
      },
      erasePerson: (erasure) => {
        calls.push(`erase ${JSON.stringify(erasure)}`);
        failures -= 1;
        return failures < 0 ? Promise.resolve() : Promise.reject(new Error('killed'));
      },
      retryErasures: () => {
        calls.push('retry');
        return Promise.resolve();
      },
    };
    const { nativeConnection: connection, namespace = 'default' } = server.environment;
    const workflowBundle = { codePath: await workflowBundleFile() };
    worker = await Worker.create({
      connection,
      namespace,
      taskQueue,
      workflowBundle,
      activities: { ...activities },
    });
    done = worker.run();
  });
  afterAll(async () => {
    worker.shutdown();
    await done;
    await server.close();
  });

  it('is tried until a try has come to its end, and knows identifiers only', async () => {
    calls = [];
    failures = 3;
    const erasureId = 'era_example001';
    await server.environment.client.workflow.execute<typeof personErasure>(personErasureWorkflowType, {
      args: [{ organisationId, erasureId }],
      taskQueue,
      workflowId: personErasureWorkflowId(erasureId),
    });
    expect(calls).toEqual(
      Array.from({ length: 4 }, () => `erase {"organisationId":"${organisationId}","id":"${erasureId}"}`),
    );
  });

  it('is tried again by every retention run, before anything else goes', async () => {
    calls = [];
    await server.environment.client.workflow.execute<typeof retentionRun>(retentionRunWorkflowType, {
      args: [{ organisationId }],
      taskQueue,
      workflowId: 'retention-run-of-this-test',
    });
    expect(calls).toEqual(['retry', 'purge incidents', 'certify']);
  });
});
