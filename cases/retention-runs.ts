import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  WorkflowExecutionAlreadyStartedError,
  type Client,
  type ScheduleOptions,
} from '@temporalio/client';
import { conflict } from '../domain/errors.js';
import type { OrganisationId } from '../domain/identifiers.js';
import { retentionTaskQueue } from '../domain/task-queues.js';
import {
  retentionRunWorkflowPrefix,
  retentionRunWorkflowType,
  type RetentionRunStart,
} from '../workflows/retention/retention-run.messages.js';
import type { retentionRun } from '../workflows/retention/retention-run.workflow.js';
import type { RetentionRuns } from './cases.js';
import { askEngine } from './errors.js';
import { retentionRunIdOf } from './retention-run-id.js';

/**
 * Half past four at night, when few people need anything, and when no clock is set anywhere. Temporal goes by the clock on the wall:
 * a time that a day does not have is left out, and one that it has twice comes twice (`ScheduleSpec.timezone` of its client). At
 * half past three that would be so in eastern Europe, whose clocks jump between three and four.
 */
export const nightly = { hour: 4, minute: 30 } as const;
/** Spread, so that not all organisations of a time zone begin in the same moment. */
const jitter = '20 minutes';
/** A run that was missed while the engine was away is made up for within this; the next night does the same work anyway. */
const catchupWindow = '20 hours';

/** Purges through a Temporal client. */
export function createRetentionRuns(client: Client, timeoutMilliseconds: number): RetentionRuns {
  const ask = <Answer>(question: () => Promise<Answer>): Promise<Answer> =>
    askEngine(client, timeoutMilliseconds, 'retention run', question);

  const optionsOf = (organisationId: OrganisationId, timeZone: string) => ({
    spec: { calendars: [nightly], timezone: timeZone, jitter },
    action: {
      type: 'startWorkflow' as const,
      workflowType: retentionRunWorkflowType,
      args: [{ organisationId }] as [RetentionRunStart],
      taskQueue: retentionTaskQueue,
      // The engine puts the scheduled moment behind it.
      workflowId: retentionRunWorkflowPrefix(organisationId),
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow },
  });

  /** The schedule may begin one later all the same: what two runs find at a time is deleted, and counted, by one of them. */
  async function isScheduledOneUnderWay(organisationId: OrganisationId): Promise<boolean> {
    const started = await runningActions(organisationId);
    for (const { workflowId, firstExecutionRunId } of started) {
      const { status } = await client.workflow.getHandle(workflowId, firstExecutionRunId).describe();
      if (status.name === 'RUNNING') return true;
    }
    return false;
  }

  async function runningActions(organisationId: OrganisationId) {
    try {
      const { info } = await client.schedule.getHandle(retentionScheduleId(organisationId)).describe();
      return info.runningActions.map(({ workflow }) => workflow);
    } catch (error) {
      if (error instanceof ScheduleNotFoundError) return [];
      throw error;
    }
  }

  return {
    schedule: (organisationId, timeZone) =>
      ask(async () => {
        const options = optionsOf(organisationId, timeZone);
        const scheduleId = retentionScheduleId(organisationId);
        try {
          await client.schedule.create({ scheduleId, ...options } satisfies ScheduleOptions);
        } catch (error) {
          if (!(error instanceof ScheduleAlreadyRunning)) throw error;
          // Whether it is paused stays as it is: that is how an operator stops all deleting.
          await client.schedule.getHandle(scheduleId).update((current) => ({ ...current, ...options }));
        }
      }),

    start: (start) =>
      ask(async () => {
        // One at a time: the identifier stays in use until the run has ended.
        const workflowId = `${retentionRunWorkflowPrefix(start.organisationId)}-asked-for`;
        if (await isScheduledOneUnderWay(start.organisationId)) {
          throw conflict('The run of the night is still under way.');
        }
        try {
          const { firstExecutionRunId } = await client.workflow.start<typeof retentionRun>(
            retentionRunWorkflowType,
            { args: [start], taskQueue: retentionTaskQueue, workflowId },
          );
          return { runId: retentionRunIdOf({ workflowId, firstExecutionRunId }) };
        } catch (error) {
          if (error instanceof WorkflowExecutionAlreadyStartedError) {
            throw conflict('A run that somebody has started is still under way.');
          }
          throw error;
        }
      }),
  };
}

function retentionScheduleId(organisationId: OrganisationId): string {
  return `retention:${organisationId}`;
}
