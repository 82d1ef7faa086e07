import { DomainError } from '../../domain/errors.js';

/** Room for raw bodies in this process's memory. */
export interface BodyBudget {
  /**
   * Takes room for a body, until what is returned is called.
   *
   * @param caller who sends it: nobody may take the room of all others.
   * @throws DomainError `unavailable` when there is not enough just now.
   */
  take(caller: string, bytes: number): () => void;
}

export interface BodyBudgetLimits {
  readonly bytes: number;
  readonly bytesOfOneCaller: number;
}

const megabyte = 1024 * 1024;
/** One caller may send two of the largest bodies at a time. */
const usualLimits: BodyBudgetLimits = { bytes: 256 * megabyte, bytesOfOneCaller: 64 * megabyte };

/** Bodies that are no JSON stand in memory as a whole until they are stored: so many bytes may at a time. */
export function createBodyBudget(limits: BodyBudgetLimits = usualLimits): BodyBudget {
  const ofCallers = new Map<string, number>();
  let taken = 0;

  function add(caller: string, bytes: number): void {
    const ofCaller = (ofCallers.get(caller) ?? 0) + bytes;
    taken += bytes;
    if (ofCaller === 0) ofCallers.delete(caller);
    else ofCallers.set(caller, ofCaller);
  }

  return {
    take(caller, bytes) {
      const ofCaller = ofCallers.get(caller) ?? 0;
      if (taken + bytes > limits.bytes || ofCaller + bytes > limits.bytesOfOneCaller) {
        throw new DomainError('unavailable', 'Too much is sent at once; please try again in a moment.');
      }
      add(caller, bytes);
      let isHeld = true;
      return () => {
        if (isHeld) add(caller, -bytes);
        isHeld = false;
      };
    },
  };
}
