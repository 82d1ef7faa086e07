import {
  WorkflowExecutionAlreadyStartedError,
  type Client,
  type WorkflowStartOptions,
} from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { incidentIdSchema, incidentWorkflowId, type IncidentId } from '../domain/identifiers.js';
import { incidentTaskQueue } from '../domain/task-queues.js';
import type { incident } from '../workflows/incident/incident.workflow.js';
import * as messages from '../workflows/incident/incident.messages.js';
import { incidentWorkflowType, type IncidentStart } from '../workflows/incident/incident.messages.js';
import type { IncidentCases } from './cases.js';
import { askEngine } from './errors.js';
import { repeatLostTask } from './lost-task.js';

/** Incidents through a Temporal client. The workflow ID makes every start idempotent. */
export function createIncidentCases(client: Client, timeoutMilliseconds: number): IncidentCases {
  const ask = <Answer>(question: () => Promise<Answer>): Promise<Answer> =>
    askEngine(client, timeoutMilliseconds, 'incident', question);

  const handle = (id: IncidentId) => client.workflow.getHandle(incidentWorkflowId(id));

  const update =
    <Answer, Message>(definition: UpdateDefinition<Answer, [Message]>) =>
    (id: IncidentId, message: Message, updateId: string): Promise<Answer> =>
      ask(() =>
        repeatLostTask(() =>
          handle(id).executeUpdate<Answer, [Message]>(definition, { args: [message], updateId }),
        ),
      );

  return {
    start: (start) =>
      ask(async () => {
        try {
          await client.workflow.start<typeof incident>(incidentWorkflowType, startOptions(start));
          return 'started';
        } catch (failure) {
          if (failure instanceof WorkflowExecutionAlreadyStartedError) return 'exists';
          throw failure;
        }
      }),
    startWithHelp: (start, help) =>
      ask(async () => {
        try {
          await client.workflow.signalWithStart<typeof incident, [messages.HelpAsked]>(incidentWorkflowType, {
            ...startOptions(start),
            signal: messages.helpAsked,
            signalArgs: [help],
          });
          return 'told';
        } catch (failure) {
          if (failure instanceof WorkflowExecutionAlreadyStartedError) return 'over';
          throw failure;
        }
      }),
    tellHelp: (id, help) => ask(() => handle(id).signal(messages.helpAsked, help)),
    acknowledge: update(messages.acknowledge),
    decline: update(messages.decline),
    setThreat: update(messages.setThreat),
    fireOverride: update(messages.fireOverride),
    giveRatification: update(messages.giveRatification),
    route: update(messages.route),
    addNote: update(messages.addNote),
    markContactsReached: update(messages.markContactsReached),
    callPerson: update(messages.callPerson),
    callBack: update(messages.callBack),
    placeOrder: update(messages.placeOrder),
    withdrawOrder: update(messages.withdrawOrder),
    recordCost: update(messages.recordCost),
    decideOrder: update(messages.decideOrder),
    close: update(messages.close),
    reopen: update(messages.reopen),
    tellPresence: (id, presence) => ask(() => handle(id).signal(messages.conferencePresence, presence)),
    tellRoomOver: (id, over) => ask(() => handle(id).signal(messages.conferenceRoomOver, over)),
    tellBridging: (id, news) => ask(() => handle(id).signal(messages.bridging, news)),
    currentRecord: (id) => ask(() => handle(id).query(messages.currentRecord)),
    running: (limit) =>
      ask(async () => {
        const query = `WorkflowType = '${incidentWorkflowType}' AND ExecutionStatus = 'Running'`;
        const found: IncidentId[] = [];
        for await (const { workflowId } of client.workflow.list({ query, pageSize: limit })) {
          const id = incidentIdSchema.safeParse(workflowId.replace(/^incident:/, ''));
          if (id.success) found.push(id.data);
          if (found.length >= limit) break;
        }
        return found;
      }),
  };
}

function startOptions(
  start: IncidentStart,
): WorkflowStartOptions<typeof incident> & { args: [IncidentStart] } {
  return {
    args: [start],
    taskQueue: incidentTaskQueue,
    workflowId: incidentWorkflowId(start.incidentId),
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
  };
}
