import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, type WorkflowHandle } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import type { Cases } from '../../cases/cases.js';
import { createIncidentCases } from '../../cases/incident-cases.js';
import { createStatusCallCases } from '../../cases/status-call-cases.js';
import type { ScriptedDesk } from './scripted-desk.js';
import type { TimeSkipping } from './time-skipping.js';

export type History = temporal.api.history.v1.IHistory;
type Event = temporal.api.history.v1.IHistoryEvent;

/** One case on the time-skipping server. */
export interface Stage {
  readonly cases: Pick<Cases, 'incidents' | 'statusCalls'>;
  /**
   * Lets so much of the case's time pass, and the case do what is due by then. Somebody who stays on the phone stops the
   * clock's jumps.
   */
  readonly pass: (duration: string | number) => Promise<void>;
  /** Waits, without any of the case's time passing, until something has come about. */
  readonly until: (holds: () => boolean | Promise<boolean>) => Promise<void>;
  readonly now: () => Promise<number>;
  /** Makes an update one of its own. */
  readonly updateId: () => string;
  /** The histories of all runs of the case, the first one first. */
  readonly histories: () => Promise<readonly History[]>;
}

const patienceMilliseconds = 10_000;
const answerMilliseconds = 20_000;
/** So long an update takes at the most to the server, which does not say that it has arrived. */
const arrivalMilliseconds = 150;

/** How a case is brought onto the stage. */
export interface Production {
  readonly desk: ScriptedDesk;
  readonly taskQueue: string;
  readonly workflowId: string;
}

/** What happens on a stage. */
export interface Play {
  /** Happens while no worker works yet; absent: there is one from the beginning. */
  readonly before?: (stage: Stage) => Promise<void>;
  readonly play: (stage: Stage) => Promise<void>;
}

/** Plays it. Whatever does not end by itself is ended afterwards, and what must hold in every story is checked. */
export async function perform(
  server: TimeSkipping,
  { desk, taskQueue, workflowId }: Production,
  { before, play }: Play,
): Promise<void> {
  const { environment, worker } = server;
  const { connection, namespace = 'default' } = environment;
  // Unlike the environment's own client it never makes the clock jump.
  const client = new Client({ connection, namespace });
  const handle = (runId?: string) => client.workflow.getHandle(workflowId, runId);
  const stage: Stage = {
    cases: {
      incidents: createIncidentCases(client, answerMilliseconds),
      statusCalls: createStatusCallCases(client, answerMilliseconds),
    },
    pass: async (duration) => {
      await server.sleep(duration);
      // The clock runs on while a worker is slow: the time can be over before the work is.
      await until(async () => isAtRest(await handle().fetchHistory(), desk.hanging));
    },
    until,
    now: () => environment.currentTimeMs(),
    updateId: () => randomBytes(8).toString('hex'),
    histories: () => historiesOf(handle),
  };
  if (before !== undefined) {
    await worker.rest();
    await before(stage);
    await pause(arrivalMilliseconds);
  }
  await worker.work(taskQueue, desk);
  const failure = await play(stage).then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  await clear(handle(), desk);
  if (failure !== undefined) throw failure.error;
  const breaches = desk.findBreaches();
  if (breaches.length > 0) throw new Error(breaches.join('; '));
}

/**
 * Ends what still runs. The server's clock does not jump while it believes that a task is under way, and it goes on
 * believing that of a case that was terminated in the middle of one.
 */
async function clear(handle: WorkflowHandle, desk: ScriptedDesk): Promise<void> {
  desk.closeDown();
  await until(async () => !isUnderWay(await handle.fetchHistory())).catch(() => undefined);
  await handle.terminate('The story is over.').catch(() => undefined);
}

function isUnderWay(history: History): boolean {
  return !isAtRest(history, 0);
}

/** Nothing is being done, but that so many activities hang because the story wants it so. */
function isAtRest({ events }: History, hanging: number): boolean {
  const count = (happened: (event: Event) => unknown) => (events ?? []).filter(happened).length;
  const openTasks =
    count((event) => event.workflowTaskScheduledEventAttributes) -
    count(
      (event) =>
        event.workflowTaskCompletedEventAttributes ??
        event.workflowTaskFailedEventAttributes ??
        event.workflowTaskTimedOutEventAttributes,
    );
  const openActivities =
    count((event) => event.activityTaskScheduledEventAttributes) -
    count(
      (event) =>
        event.activityTaskCompletedEventAttributes ??
        event.activityTaskFailedEventAttributes ??
        event.activityTaskTimedOutEventAttributes ??
        event.activityTaskCanceledEventAttributes,
    );
  return openTasks === 0 && openActivities <= hanging;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + patienceMilliseconds;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`It never came about: ${holds.toString()}`);
    await pause(10);
  }
}

/** The histories of all runs of a case, the first one first. @param handle of a run; without its ID, of the last one */
export async function historiesOf(handle: (runId?: string) => WorkflowHandle): Promise<readonly History[]> {
  const histories: History[] = [];
  let runId: string | undefined;
  do {
    const history = await handle(runId).fetchHistory();
    histories.unshift(history);
    runId =
      history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? undefined;
  } while (runId !== undefined && runId !== '');
  return histories;
}
