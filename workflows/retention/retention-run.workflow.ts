import { isCancellation, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { PersonErasureActivities, RetentionActivities } from '../../activities/contract.js';
import type { DataClass } from '../../domain/retention/data-class.js';
import type { RetentionRunStart } from './retention-run.messages.js';

const patient = { initialInterval: '5 seconds', maximumInterval: '10 minutes' } as const;

const lasting = { startToCloseTimeout: '20 hours', heartbeatTimeout: '1 minute' } as const;

const { beginRetentionRun, certifyRetentionRun } = proxyActivities<RetentionActivities>({
  startToCloseTimeout: '10 minutes',
  retry: patient,
});

/**
 * Whoever dies in it is missed after a minute; the next one goes on with what was written down. After more than an hour of
 * failures it is left to the next run, so that no class holds up others.
 */
const { purgeDataClass } = proxyActivities<RetentionActivities>({
  ...lasting,
  retry: { ...patient, maximumAttempts: 15 },
});

/** Deletions wait for it. What a provider refuses, since it has only just ended, goes a minute later; the rest the next night. */
const { retryErasures } = proxyActivities<PersonErasureActivities>({
  ...lasting,
  retry: { ...patient, maximumAttempts: 5 },
});

/**
 * Everything of an organisation that has outlived its period is deleted, class by class, and what was deleted is certified (R1,
 * R2). Before that, erasures of people that had to wait are tried again (R4). The rule is read by the activities at each step, so
 * whatever is changed meanwhile counts at once.
 */
export async function retentionRun(start: RetentionRunStart): Promise<void> {
  const { workflowId, firstExecutionRunId, startTime } = workflowInfo();
  const { organisationId, startedBy, unpaced } = start;
  const { run, dataClasses } = await beginRetentionRun({
    workflow: { workflowId, firstExecutionRunId },
    organisationId,
    startedAt: startTime.getTime(),
    ...(startedBy === undefined ? {} : { startedBy }),
  });
  // An erasure that does not succeed stays unfinished by itself, until it does.
  await succeeds(() => retryErasures({ organisationId }));
  const unfinished: DataClass[] = [];
  for (const dataClass of dataClasses) {
    const order = { run, dataClass, ...(unpaced === undefined ? {} : { unpaced }) };
    if (!(await succeeds(() => purgeDataClass(order)))) unfinished.push(dataClass);
  }
  await certifyRetentionRun({ ...run, unfinished });
}

/** What fails holds up nothing else. */
async function succeeds(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (isCancellation(error)) throw error;
    return false;
  }
}
