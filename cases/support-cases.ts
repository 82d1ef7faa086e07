import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type Client,
} from '@temporalio/client';
import { ApplicationFailure, type UpdateDefinition } from '@temporalio/common';
import { conflict } from '../domain/errors.js';
import type { SupportCaseId } from '../domain/identifiers.js';
import { supportCaseWorkflowId } from '../domain/support-case/workflow-id.js';
import { SupportCaseClosedError } from '../domain/support-case/support-case-closed.js';
import { SupportCaseNotRunningError } from '../domain/support-case/support-case-not-running.js';
import { supportTaskQueue } from '../domain/task-queues.js';
import * as messages from '../workflows/support-case/support-case.messages.js';
import {
  supportCaseWorkflowType,
  type SupportCaseRejection,
  type SupportCaseStart,
} from '../workflows/support-case/support-case.messages.js';
import type { supportCase } from '../workflows/support-case/support-case.workflow.js';
import type { SupportCases } from './cases.js';
import { askEngine } from './errors.js';
import { repeatLostTask } from './lost-task.js';

/** Support cases through a Temporal client. The workflow ID makes every start idempotent. */
export function createSupportCases(client: Client, timeoutMilliseconds: number): SupportCases {
  const ask = <Answer>(question: () => Promise<Answer>): Promise<Answer> =>
    askEngine(client, timeoutMilliseconds, 'support case', question);

  const handle = (id: SupportCaseId) => client.workflow.getHandle(supportCaseWorkflowId(id));

  const update =
    <Answer, Message>(definition: UpdateDefinition<Answer, [Message]>) =>
    (id: SupportCaseId, message: Message, updateId: string): Promise<Answer> =>
      ask(() =>
        sayingWhenRefused(() =>
          repeatLostTask(() =>
            handle(id).executeUpdate<Answer, [Message]>(definition, { args: [message], updateId }),
          ),
        ),
      );

  const begin = (
    start: SupportCaseStart,
    workflowIdReusePolicy: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE',
  ): Promise<'started' | 'exists'> =>
    ask(async () => {
      try {
        await client.workflow.start<typeof supportCase>(supportCaseWorkflowType, {
          args: [start] as [SupportCaseStart],
          taskQueue: supportTaskQueue,
          workflowId: supportCaseWorkflowId(start.caseId),
          workflowIdReusePolicy,
        });
        return 'started';
      } catch (failure) {
        if (failure instanceof WorkflowExecutionAlreadyStartedError) return 'exists';
        throw failure;
      }
    });

  return {
    start: (start) => begin(start, 'REJECT_DUPLICATE'),
    // What has ended may begin again; what runs is left alone.
    takeUp: (start) => begin({ ...start, takesUp: true }, 'ALLOW_DUPLICATE'),
    isRunning: (id) =>
      ask(async () => {
        try {
          const { status } = await handle(id).describe();
          return status.name === 'RUNNING';
        } catch (failure) {
          if (failure instanceof WorkflowNotFoundError) return false;
          throw failure;
        }
      }),
    addMessage: update(messages.addMessage),
    assign: update(messages.assignSupportCase),
    changeState: update(messages.changeState),
    close: update(messages.closeSupportCase),
    mergeInto: update(messages.mergeInto),
    tellHours: (id, message) => ask(() => handle(id).signal(messages.hoursChanged, message)),
    currentRecord: (id) => ask(() => handle(id).query(messages.currentSupportRecord)),
  };
}

/** What the case says itself is believed; where there is none to say anything, that is told, and no more. */
async function sayingWhenRefused<Answer>(update: () => Promise<Answer>): Promise<Answer> {
  try {
    return await update();
  } catch (failure) {
    throw inCaseWords(failure);
  }
}

function inCaseWords(failure: unknown): unknown {
  if (failure instanceof WorkflowNotFoundError) return new SupportCaseNotRunningError();
  const rejection = rejectionOf(failure);
  switch (rejection) {
    case 'SupportCaseClosed':
      return new SupportCaseClosedError();
    case 'SupportCaseMergeRefused':
      return conflict('The other case is closed, or is being merged itself.');
    case 'SupportCaseUnread':
      return conflict('The partner has written behind what was read; the case stays open.');
    case 'SupportCaseNotReady':
    case endedMeanwhile:
      return new SupportCaseNotRunningError();
    case undefined:
      return failure;
  }
}

/** Temporal's word for a workflow that ended while an update was on its way to it. */
const endedMeanwhile = 'AcceptedUpdateCompletedWorkflow';
const rejections = [
  'SupportCaseClosed',
  'SupportCaseMergeRefused',
  'SupportCaseUnread',
  'SupportCaseNotReady',
  endedMeanwhile,
] as const satisfies readonly (SupportCaseRejection | typeof endedMeanwhile)[];

function rejectionOf(failure: unknown): (typeof rejections)[number] | undefined {
  if (!(failure instanceof WorkflowUpdateFailedError)) return undefined;
  const { cause } = failure;
  return cause instanceof ApplicationFailure ? rejections.find((each) => each === cause.type) : undefined;
}
