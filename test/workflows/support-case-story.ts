import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { createSupportActivities } from '../../activities/support/support-activities.js';
import type { SupportCases } from '../../cases/cases.js';
import { guardLostCases } from '../../api/support/lost-case-guard.js';
import { createSupportCases } from '../../cases/support-cases.js';
import type { SupportRecord } from '../../db/store.js';
import { workflowBundleFile } from '../../dev/stack/workflow-bundle.js';
import { unavailable } from '../../domain/errors.js';
import type { OpeningHours } from '../../domain/hours/opening-hours.js';
import type { SupportCaseId, SupportMessageId } from '../../domain/identifiers.js';
import { supportCaseWorkflowId } from '../../domain/support-case/workflow-id.js';
import type { SupportActor, SupportEntry } from '../../domain/support-case/support-event.js';
import type { StoredSupportCase } from '../../domain/support-case/stored-support-case.js';
import type { SupportCaseCourse } from '../../domain/support-case/support-case.js';
import type { SupportCaseView } from '../../domain/support-case/support-case-view.js';
import { supportTaskQueue } from '../../domain/task-queues.js';
import type { SupportCaseStart } from '../../workflows/support-case/support-case.messages.js';
import { historiesOf, type History } from './stage.js';
import type { TimeSkipping } from './time-skipping.js';

export const partner: SupportActor = { by: 'partner', userId: 'usr_partner1' };
export const operator: SupportActor = { by: 'desk', principal: { by: 'user', userId: 'usr_operator1' } };

/** What is stored of the case, as MongoDB would have it. */
export interface Stored {
  readonly entries: SupportEntry[];
  view: SupportCaseView | undefined;
  /** MongoDB does not answer. */
  away: boolean;
  /** Words that are kept, and stand in no entry. */
  readonly untaken: StoredSupportCase['untaken'][number][];
}

/** One support case on the time-skipping server. */
export interface SupportCaseStory {
  readonly id: SupportCaseId;
  readonly cases: SupportCases;
  readonly stored: Stored;
  /** A further case, which the same worker works on. */
  readonly openAnother: () => Promise<{ readonly id: SupportCaseId; readonly stored: Stored }>;
  /** Somebody writes; waits for the case's answer. */
  readonly writes: (by: SupportActor, next?: 'waiting-for-partner' | 'open') => Promise<number>;
  readonly update: () => string;
  /** Lets the case's time pass until a moment, and the case do what is due by then. */
  readonly passUntil: (moment: number) => Promise<void>;
  /** Real time goes on until the case has done, and stored, what there was to do. */
  readonly atRest: () => Promise<void>;
  readonly now: () => Promise<number>;
  readonly until: (holds: () => boolean | Promise<boolean>) => Promise<void>;
  /** The histories of all runs of a case. */
  readonly histories: (id?: SupportCaseId) => Promise<readonly History[]>;
  /** The desk has other hours from now on; nobody is told by that. */
  readonly changeHours: (hours: OpeningHours, revision: string) => void;
  /** The engine loses the case; the workflow that it had is gone. */
  readonly lose: () => Promise<void>;
  /** Has the case go on from what is stored. */
  readonly takeUp: () => Promise<'started' | 'exists'>;
  /** Events of the run at this moment. */
  readonly events: () => Promise<number>;
  /** What the clock has told, and the closure, each with its moment. */
  readonly told: () => readonly (readonly [at: number, what: string])[];
}

export function newMessage(): SupportMessageId {
  return `msg_${randomBytes(6).toString('hex')}`;
}

function newCaseId(): SupportCaseId {
  return `sup_${randomBytes(6).toString('hex')}`;
}

class StoredCase implements Stored {
  readonly entries: SupportEntry[] = [];
  readonly untaken: StoredSupportCase['untaken'][number][] = [];
  view: SupportCaseView | undefined;
  away = false;
  #revision = 0;
  #course: SupportCaseCourse | undefined;

  /** As MongoDB tells it to whoever takes the case up. */
  read(): StoredSupportCase {
    return {
      revision: this.#revision,
      ...(this.view === undefined ? {} : { view: this.view }),
      ...(this.#course === undefined ? {} : { course: this.#course }),
      entriesThrough: this.entries.length,
      unseen: [],
      taken: this.entries.flatMap(({ sequence, event }) =>
        event.type === 'message-added' ? [[event.messageId, sequence] as const] : [],
      ),
      duplicates: [],
      untaken: this.untaken,
    };
  }

  record({ entries, revision, view, course }: SupportRecord): Promise<{ readonly recordedThrough: number }> {
    if (this.away) return Promise.reject(unavailable('The database'));
    for (const entry of entries) {
      if (!this.entries.some(({ sequence }) => sequence === entry.sequence)) this.entries.push(entry);
    }
    if (revision > this.#revision) {
      this.#revision = revision;
      this.#course = course;
      this.view = view;
    }
    return Promise.resolve({ recordedThrough: this.entries.length });
  }
}

const patience = 20_000;

/** How the case of a story begins. */
export interface Opening {
  readonly hours: OpeningHours;
  /** Epoch milliseconds, later than all stories before on this server. */
  readonly beginsAt?: number;
  readonly start?: Partial<SupportCaseStart>;
}

/** Plays a story. The case is opened at the moment to which the clock has come by then. */
export function playSupportCase(
  server: TimeSkipping,
  opening: Opening,
  story: (around: SupportCaseStory) => Promise<void>,
): Promise<void> {
  return server.play(() => playOnce(server, opening, story));
}

async function playOnce(
  server: TimeSkipping,
  { hours, beginsAt, start: given = {} }: Opening,
  story: (around: SupportCaseStory) => Promise<void>,
): Promise<void> {
  const { environment } = server;
  const { nativeConnection, connection, namespace = 'default' } = environment;
  const stored = new StoredCase();
  const storedCases = new Map<SupportCaseId, StoredCase>();
  const deskHours = { hours, revision: 'first' };
  const activities = createSupportActivities({
    supportHours: deskHours,
    store: {
      supportCases: {
        record: (record: SupportRecord) =>
          storedCases.get(record.view.id)?.record(record) ?? Promise.reject(unavailable('The database')),
        readStored: (caseId) => Promise.resolve(storedCases.get(caseId)?.read()),
      },
    },
  });
  const worker = await Worker.create({
    connection: nativeConnection,
    namespace,
    taskQueue: supportTaskQueue,
    workflowBundle: { codePath: await workflowBundleFile() },
    activities: { ...activities },
  });
  const working = worker.run();
  // Unlike the environment's own client it never makes the clock jump.
  const client = new Client({ connection, namespace });
  const id = newCaseId();
  const supportCases = createSupportCases(client, patience);
  const isClosed = (caseId: SupportCaseId) => storedCases.get(caseId)?.view?.state === 'closed';
  const cases = guardLostCases({
    supportCases,
    isClosed: (caseId) => Promise.resolve(isClosed(caseId)),
    suspect: () => undefined,
  });
  const handle = client.workflow.getHandle(supportCaseWorkflowId(id));
  const now = () => environment.currentTimeMs();
  const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
    const end = Date.now() + patience;
    while (!(await holds())) {
      if (Date.now() > end) throw new Error('It did not come about in time.');
      await pause(10);
    }
  };
  const sleepUntil = async (moment: number): Promise<void> => {
    const left = moment - (await now());
    if (left > 0) await server.sleep(left);
  };
  /** Nothing is under way but timers. */
  const isAtRest = async (): Promise<boolean> => {
    const { raw } = await handle.describe();
    return raw.pendingWorkflowTask == null && (raw.pendingActivities ?? []).length === 0;
  };
  const update = (): string => randomBytes(8).toString('hex');
  const firstMessage = newMessage();
  const startOf = (caseId: SupportCaseId, openedAt: number): SupportCaseStart => ({
    ...{ caseId, openedAt, firstMessage },
    accountId: 'acc_partner1',
    openedBy: partner,
    ...given,
  });
  const open = async (caseId: SupportCaseId, keptIn: StoredCase, start: SupportCaseStart) => {
    storedCases.set(caseId, keptIn);
    await cases.start(start);
  };
  try {
    if (beginsAt !== undefined) await sleepUntil(beginsAt);
    const openedAt = beginsAt ?? (await now());
    await open(id, stored, startOf(id, openedAt));
    await until(() => stored.view !== undefined || stored.away);
    await story({
      id,
      cases,
      stored,
      update,
      now,
      until,
      openAnother: async () => {
        const another = { id: newCaseId(), stored: new StoredCase() };
        const { caseId, accountId, openedBy } = startOf(another.id, openedAt);
        const start = { caseId, accountId, openedBy, openedAt: await now(), firstMessage: newMessage() };
        await open(another.id, another.stored, start);
        await until(() => another.stored.view !== undefined);
        return another;
      },
      writes: async (by, next) => {
        const { sequence } = await cases.addMessage(
          id,
          { messageId: newMessage(), by, ...(next === undefined ? {} : { next }) },
          update(),
        );
        return sequence;
      },
      passUntil: async (moment) => {
        await sleepUntil(moment);
        await pause(100);
        await until(isAtRest);
      },
      atRest: () => until(isAtRest),
      histories: (of = id) =>
        historiesOf((runId) => client.workflow.getHandle(supportCaseWorkflowId(of), runId)),
      changeHours: (changed, revision) => {
        Object.assign(deskHours, { hours: changed, revision });
      },
      lose: async () => {
        await handle.terminate('Lost.');
      },
      takeUp: () => cases.takeUp(startOf(id, openedAt)),
      events: async () => (await handle.fetchHistory()).events?.length ?? 0,
      told: () =>
        stored.entries.flatMap(({ at, event }): (readonly [number, string])[] => {
          if (event.type === 'clock') return [[at, event.news]];
          return event.type === 'closed' ? [[at, `closed: ${event.outcome}`]] : [];
        }),
    });
  } finally {
    for (const caseId of storedCases.keys()) {
      await client.workflow
        .getHandle(supportCaseWorkflowId(caseId))
        .terminate()
        .catch(() => undefined);
    }
    worker.shutdown();
    await working;
  }
}
