import type { Step } from './step.js';

/** Whoever worked is dead in the middle of it, and does nothing more. */
export class Killed extends Error {}

/**
 * For tests of what is left by a process that is killed. Gives back what makes a piece of work one of the steps that are counted,
 * all of them together: at one of them somebody pulls the plug.
 *
 * @param step which one, from 1.
 * @param isAfter whether it is done, and nobody has been told; else it is not begun.
 */
export function powerCutAt(step: number, isAfter: boolean): Step {
  let steps = 0;
  return (work) =>
    async (...given) => {
      steps += 1;
      // Whoever is dead does nothing more.
      if (steps > step || (steps === step && !isAfter)) throw new Killed();
      const answer = await work(...given);
      if (steps === step) throw new Killed();
      return answer;
    };
}

/** Waits for work that may be killed. @throws whatever else goes wrong in it. */
export async function untilKilled(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
}
