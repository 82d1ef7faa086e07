import { randomBytes } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { AnswerMeans, StatusAnswer } from '../../domain/attempt.js';
import type { StatusCallView } from '../../domain/case-record.js';
import {
  incidentIdOfStatusCall,
  statusCallWorkflowId,
  type IncidentId,
  type StatusCallId,
} from '../../domain/identifiers.js';
import { statusCallTaskQueue } from '../../domain/task-queues.js';
import type { StatusCallStart } from '../../workflows/status-call/status-call.messages.js';
import type { statusCall } from '../../workflows/status-call/status-call.workflow.js';
import { operator, traveller } from './people.js';
import { ScriptedDesk } from './scripted-desk.js';
import { perform, type Stage } from './stage.js';
import type { TimeSkipping } from './time-skipping.js';

/** One status call on the time-skipping server, and the traveller who is asked. */
export interface StatusCallStory extends Omit<Stage, 'cases'> {
  readonly id: StatusCallId;
  readonly incidentId: IncidentId;
  readonly desk: ScriptedDesk;
  readonly handle: WorkflowHandle<typeof statusCall>;
  /** The traveller answers beside the calls. */
  readonly answers: (
    answer: StatusAnswer,
    means: AnswerMeans,
    more?: { readonly lifeInDanger: boolean },
  ) => Promise<void>;
  /** How the status call stands, from the workflow itself. */
  readonly view: () => Promise<StatusCallView>;
  readonly hasEnded: () => Promise<boolean>;
}

/** Plays a story; the scripted desk answers for everybody. */
export function playStatusCall(
  server: TimeSkipping,
  prepare: (desk: ScriptedDesk) => void,
  story: (around: StatusCallStory) => Promise<void>,
): Promise<void> {
  return server.play(() => playOnce(server, prepare, story));
}

async function playOnce(
  server: TimeSkipping,
  prepare: (desk: ScriptedDesk) => void,
  story: (around: StatusCallStory) => Promise<void>,
): Promise<void> {
  const desk = new ScriptedDesk();
  desk.caller = [traveller];
  prepare(desk);
  const id: StatusCallId = `stc_${randomBytes(6).toString('hex')}`;
  const workflowId = statusCallWorkflowId(id);
  const start: StatusCallStart = {
    statusCallId: id,
    organisationId: 'org_story1',
    travellerId: 'trv_dora11',
    incidentId: incidentIdOfStatusCall(id),
    requestedBy: operator,
  };
  const handle = server.environment.client.workflow.getHandle<typeof statusCall>(workflowId);
  const around = ({ cases, ...stage }: Stage): StatusCallStory => ({
    ...stage,
    id,
    incidentId: start.incidentId,
    desk,
    handle,
    answers: (answer, means, { lifeInDanger } = { lifeInDanger: false }) =>
      cases.statusCalls.answer(id, { answer, means, lifeInDanger }, stage.updateId()),
    view: async () => {
      const { view } = await cases.statusCalls.currentRecord(id);
      if (view.case !== 'status-call') throw new Error('The status call says that it is something else.');
      return view;
    },
    hasEnded: async () => (await handle.describe()).status.name === 'COMPLETED',
  });
  await perform(
    server,
    { desk, taskQueue: statusCallTaskQueue, workflowId },
    {
      play: async (stage) => {
        await stage.cases.statusCalls.start(start);
        await story(around(stage));
      },
    },
  );
}
