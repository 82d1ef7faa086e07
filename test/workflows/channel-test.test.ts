import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import type { ChannelTestActivities, ChannelTestPlan } from '../../activities/contract.js';
import type { AttemptOrder, AttemptResult } from '../../domain/attempt.js';
import { channelTestWorkflowId, type ChannelTestId } from '../../domain/identifiers.js';
import { workflowBundleFile } from '../../dev/stack/workflow-bundle.js';
import {
  channelTestWorkflowType,
  type ChannelTestStart,
} from '../../workflows/channel-test/channel-test.messages.js';
import type { channelTest } from '../../workflows/channel-test/channel-test.workflow.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const taskQueue = 'channel-tests-of-this-test';
const hour = 3_600_000;
const ask = {
  next: 'ask',
  target: { role: 'internal-contact', id: 'con_annaaa' },
  ringSeconds: 20,
  talkSeconds: 60,
} as const;

describe('a channel test (I13)', () => {
  let server: TimeSkipping;
  let worker: Worker;
  let done: Promise<void>;
  let plans: ((now: number) => ChannelTestPlan)[];
  let placed: AttemptOrder[];
  let answer: (order: AttemptOrder) => Promise<AttemptResult>;
  let concluded: AttemptResult[];

  beforeAll(async () => {
    server = await startTimeSkipping();
    const activities: ChannelTestActivities & Record<string, unknown> = {
      prepareChannelTest: async () => {
        const plan = plans.shift() ?? (() => ({ next: 'nothing' as const }));
        return plan(await server.environment.currentTimeMs());
      },
      concludeChannelTest: (_order, result) => {
        concluded.push(result);
        return Promise.resolve();
      },
      placeAttempt: (order: AttemptOrder) => {
        placed.push(order);
        return answer(order);
      },
      resolveAttempt: () => Promise.resolve({ reason: 'expired', detail: 'outcome-unknown' }),
    };
    const { nativeConnection: connection, namespace = 'default' } = server.environment;
    const workflowBundle = { codePath: await workflowBundleFile() };
    worker = await Worker.create({ connection, namespace, taskQueue, workflowBundle, activities });
    done = worker.run();
  });
  afterAll(async () => {
    worker.shutdown();
    await done;
    await server.close();
  });

  async function run(id: ChannelTestId, channel: ChannelTestStart['channel'] = 'voice'): Promise<number> {
    const begun = await server.environment.currentTimeMs();
    placed = [];
    concluded = [];
    await server.environment.client.workflow.execute<typeof channelTest>(channelTestWorkflowType, {
      args: [
        {
          channelTestId: id,
          organisationId: 'org_tested',
          contactId: 'con_annaaa',
          channel,
          position: 0,
        },
      ],
      taskQueue,
      workflowId: channelTestWorkflowId(id),
    });
    return (await server.environment.currentTimeMs()) - begun;
  }

  it('waits until the quiet hours are over, asks once, and keeps what came of it', async () => {
    plans = [(now) => ({ next: 'wait', until: now + 9 * hour }), () => ask];
    answer = () => Promise.resolve({ reason: 'acknowledged', means: 'key' });
    expect(await run('tst_quiet1')).toBeGreaterThanOrEqual(9 * hour);
    expect(placed).toMatchObject([
      {
        key: { workflowId: 'channel-test:tst_quiet1', activityId: 'attempt-1' },
        subject: { case: 'channel-test', channelTestId: 'tst_quiet1' },
        purpose: 'test',
        target: ask.target,
        lifeSafety: false,
        talkSeconds: 60,
      },
    ]);
    expect(concluded).toEqual([{ reason: 'acknowledged', means: 'key' }]);
  });

  it('asks nobody when there is nothing to test any more', async () => {
    plans = [() => ({ next: 'nothing' })];
    await run('tst_nobody');
    expect([placed, concluded]).toEqual([[], []]);
  });

  it('never asks a second time: what nobody knows is looked up', async () => {
    plans = [() => ask];
    answer = () => Promise.reject(new Error('the worker has died'));
    await run('tst_unsure');
    expect(placed).toHaveLength(1);
    expect(concluded).toEqual([{ reason: 'expired', detail: 'outcome-unknown' }]);
  });

  it('leaves a text its week', async () => {
    plans = [() => ask];
    answer = () => Promise.resolve({ reason: 'acknowledged', means: 'sms' });
    await run('tst_atext1', 'sms');
    expect(placed).toMatchObject([{ step: { channel: 'sms' }, talkSeconds: 7 * 24 * 3600 }]);
  });
});
