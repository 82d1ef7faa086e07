import { Worker } from '@temporalio/worker';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { ScriptedDesk } from './scripted-desk.js';

/** A worker at a time, kept from story to story: making one takes longer than most stories. */
export class OneWorker {
  #running: { readonly taskQueue: string; readonly worker: Worker; readonly done: Promise<void> } | undefined;
  #desk: ScriptedDesk | undefined;

  constructor(
    private readonly environment: TestWorkflowEnvironment,
    private readonly workflowBundle: { readonly codePath: string },
  ) {}

  /** From now on a worker polls the queue, and this desk answers for everybody. */
  async work(taskQueue: string, desk: ScriptedDesk): Promise<void> {
    this.#desk = desk;
    if (this.#running?.taskQueue === taskQueue) return;
    await this.rest();
    const { nativeConnection: connection, namespace = 'default' } = this.environment;
    const worker = await Worker.create({
      connection,
      namespace,
      taskQueue,
      workflowBundle: this.workflowBundle,
      activities: this.#activities(),
    });
    this.#running = { taskQueue, worker, done: worker.run() };
  }

  /** From now on nothing polls. */
  async rest(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    running?.worker.shutdown();
    await running?.done;
  }

  /** The desk that whose story is being played. */
  get desk(): ScriptedDesk {
    if (this.#desk === undefined) throw new Error('No story is being played.');
    return this.#desk;
  }

  #activities(): object {
    const names = [
      'placeAttempt',
      'resolveAttempt',
      'stopAttempt',
      'sendNotices',
      'loadIncidentDirectory',
      'loadStatusCallDirectory',
      'recordCase',
      'openIncidentForStatusCall',
    ] as const satisfies readonly (keyof ScriptedDesk)[];
    const answerFor = (name: (typeof names)[number]) => (first: never, second: never) =>
      this.desk[name](first, second);
    return Object.fromEntries(names.map((name) => [name, answerFor(name)]));
  }
}
