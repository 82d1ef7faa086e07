import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { channelTestWorkflowId } from '../domain/identifiers.js';
import { statusCallTaskQueue } from '../domain/task-queues.js';
import { channelTestWorkflowType } from '../workflows/channel-test/channel-test.messages.js';
import type { channelTest } from '../workflows/channel-test/channel-test.workflow.js';
import type { ChannelTestCases } from './cases.js';
import { askEngine } from './errors.js';

/** Channel tests through a Temporal client. They share the queue of status calls: nothing of an incident waits there. */
export function createChannelTestCases(client: Client, timeoutMilliseconds: number): ChannelTestCases {
  return {
    start: (start) =>
      askEngine(client, timeoutMilliseconds, 'channel test', async () => {
        try {
          await client.workflow.start<typeof channelTest>(channelTestWorkflowType, {
            args: [start],
            taskQueue: statusCallTaskQueue,
            workflowId: channelTestWorkflowId(start.channelTestId),
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
          });
          return 'started';
        } catch (failure) {
          if (failure instanceof WorkflowExecutionAlreadyStartedError) return 'exists';
          throw failure;
        }
      }),
  };
}
