import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import type { TextTraceActivities } from '../../activities/contract.js';
import { workflowBundleFile } from '../../dev/stack/workflow-bundle.js';
import {
  textTraceWorkflowId,
  textTraceWorkflowType,
} from '../../workflows/text-trace/text-trace.messages.js';
import type { textTrace } from '../../workflows/text-trace/text-trace.workflow.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const taskQueue = 'text-traces-of-this-test';

describe('the trace of a text that MongoDB did not take (R2)', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('is kept as soon as MongoDB is back, however long that takes', async () => {
    const tried: number[] = [];
    const kept: string[] = [];
    const activities: TextTraceActivities = {
      async keepTextTrace({ sealed }) {
        tried.push(await server.environment.currentTimeMs());
        if (tried.length < 20) throw ApplicationFailure.create({ type: 'unavailable' });
        kept.push(sealed);
      },
    };
    const { nativeConnection: connection, namespace = 'default', client } = server.environment;
    const workflowBundle = { codePath: await workflowBundleFile() };
    const worker = await Worker.create({
      connection,
      namespace,
      taskQueue,
      workflowBundle,
      activities: { ...activities },
    });
    await worker.runUntil(
      client.workflow.execute<typeof textTrace>(textTraceWorkflowType, {
        args: [{ sealed: 'sealed' }],
        taskQueue,
        workflowId: textTraceWorkflowId('SM1'),
      }),
    );
    expect(kept).toEqual(['sealed']);
    expect((tried.at(-1) ?? 0) - (tried[0] ?? 0)).toBeGreaterThan(3_600_000);
  });
});
