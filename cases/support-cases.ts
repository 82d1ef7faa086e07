import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type Client,
} from '@temporalio/client';
import { ApplicationFailure, type UpdateDefinition } from '@temporalio/common';
import { conflict, type DomainError } from '../domain/errors.js';
import type { SupportCaseId } from '../domain/identifiers.js';
import { supportCaseWorkflowId } from '../domain/support-case/workflow-id.js';
import { SupportCaseClosedError } from '../domain/support-case/support-case-closed.js';
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

  return {
    start: (start) =>
      ask(async () => {
        try {
          await client.workflow.start<typeof supportCase>(supportCaseWorkflowType, {
            args: [start] as [SupportCaseStart],
            taskQueue: supportTaskQueue,
            workflowId: supportCaseWorkflowId(start.caseId),
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
          });
          return 'started';
        } catch (failure) {
          if (failure instanceof WorkflowExecutionAlreadyStartedError) return 'exists';
          throw failure;
        }
      }),
    addMessage: update(messages.addMessage),
    assign: update(messages.assignSupportCase),
    changeState: update(messages.changeState),
    close: update(messages.closeSupportCase),
    mergeInto: update(messages.mergeInto),
    currentRecord: (id) => ask(() => handle(id).query(messages.currentSupportRecord)),
  };
}

/** A case that was closed has ended, or is about to: either way it takes nothing any more. */
async function sayingWhenRefused<Answer>(update: () => Promise<Answer>): Promise<Answer> {
  try {
    return await update();
  } catch (failure) {
    if (saysClosed(failure)) throw new SupportCaseClosedError();
    throw refusals.get(rejectionOf(failure))?.() ?? failure;
  }
}

const refusals = new Map<string | undefined, () => DomainError>([
  [
    'SupportCaseMergeRefused' satisfies SupportCaseRejection,
    () => conflict('The other case is closed, or is being merged itself.'),
  ],
  [
    'SupportCaseUnread' satisfies SupportCaseRejection,
    () => conflict('The partner has written behind what was read; the case stays open.'),
  ],
]);

function rejectionOf(failure: unknown): string | undefined {
  if (!(failure instanceof WorkflowUpdateFailedError)) return undefined;
  return failure.cause instanceof ApplicationFailure ? (failure.cause.type ?? undefined) : undefined;
}

function saysClosed(failure: unknown): boolean {
  if (failure instanceof WorkflowNotFoundError) return true;
  const closed: SupportCaseRejection = 'SupportCaseClosed';
  const rejection = rejectionOf(failure);
  // The second: the case ended while the update was on its way to it.
  return rejection === closed || rejection === 'AcceptedUpdateCompletedWorkflow';
}
