import type { RetentionClass, Store } from '../../../db/store.js';
import { Killed, untilKilled } from './power-cut.js';
import type { Step } from './step.js';

/** Waits until it is one's turn; rejects for whoever is to die there. */
export type Pause = () => Promise<void>;

/** At so many steps of its own somebody dies. */
export interface Death {
  readonly worker: number;
  readonly step: number;
}

/**
 * Lets several do their work step by step: nobody goes on before all others wait at a step as well, or have ended; then one of them is
 * chosen. So the same choices are the same story.
 *
 * @param choices of whoever goes on, by its place among those who wait; used in turn, as often as needed.
 * @throws the first failure but a death.
 */
export async function inTurns(
  works: readonly ((pause: Pause) => Promise<void>)[],
  choices: readonly number[],
  death?: Death,
): Promise<void> {
  const waiting = new Map<number, () => void>();
  let working = works.length;
  let turn = 0;

  function choose(): void {
    if (waiting.size === 0 || waiting.size < working) return;
    const ready = [...waiting].sort(([one], [other]) => one - other);
    const chosen = ready[(choices[turn % choices.length] ?? 0) % ready.length];
    turn += 1;
    if (chosen === undefined) return;
    const [worker, goOn] = chosen;
    waiting.delete(worker);
    goOn();
  }

  async function work(worker: number, job: (pause: Pause) => Promise<void>): Promise<void> {
    let steps = 0;
    const pause = async () => {
      await new Promise<void>((resolve) => {
        waiting.set(worker, resolve);
        choose();
      });
      steps += 1;
      if (death?.worker === worker && steps >= death.step) throw new Killed();
    };
    try {
      await untilKilled(job(pause));
    } finally {
      working -= 1;
      choose();
    }
  }

  await Promise.all(works.map((job, worker) => work(worker, job)));
}

/** Steps that wait for their turn. */
export function behind(pause: Pause): Step {
  return (work) =>
    async (...given) => {
      await pause();
      return work(...given);
    };
}

/** The same, but each step of a deletion waits for its turn. */
export function pausing<Parts extends Pick<Store, 'retentionClasses' | 'retentionRuns'>>(
  parts: Parts,
  pause: Pause,
): Parts {
  const { retentionClasses: classes, retentionRuns: runs } = parts;
  const step = behind(pause);
  const stepwise = (of: RetentionClass): RetentionClass => ({
    ...of,
    read: step((...given) => of.read(...given)),
    prepare: step(async (ids) => {
      const erasure = await of.prepare(ids);
      return { ...erasure, erase: step(() => erasure.erase()) };
    }),
  });
  return {
    ...parts,
    retentionClasses: {
      ...classes,
      incidents: stepwise(classes.incidents),
      'status-calls': stepwise(classes['status-calls']),
      'mail-originals': stepwise(classes['mail-originals']),
    },
    retentionRuns: {
      ...runs,
      unsettled: step((...given) => runs.unsettled(...given)),
      claim: step((...given) => runs.claim(...given)),
      contend: step((...given) => runs.contend(...given)),
      decide: step((...given) => runs.decide(...given)),
      withdraw: step((...given) => runs.withdraw(...given)),
      settle: step((...given) => runs.settle(...given)),
    },
  };
}
