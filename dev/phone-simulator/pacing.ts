import { setTimeout as sleep } from 'node:timers/promises';

/** Lets simulated time pass. Every wait ends at once, by rejecting, when its signal is aborted. */
export interface Pacing {
  /** Waits this many simulated seconds. */
  seconds(simulated: number, signal: AbortSignal): Promise<void>;
  /** Waits as long as somebody needs to speak the text. */
  speech(text: string, signal: AbortSignal): Promise<void>;
  /** Waits real milliseconds, whatever the time scale. */
  milliseconds(real: number, signal: AbortSignal): Promise<void>;
}

/** `timeScale` is real seconds per simulated second. */
export function createPacing(options: {
  readonly timeScale: number;
  readonly speechMillisecondsPerCharacter: number;
}): Pacing {
  const milliseconds = async (real: number, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (real > 0) await sleep(real, undefined, { signal });
  };
  return {
    milliseconds,
    seconds: (simulated, signal) => milliseconds(simulated * 1000 * options.timeScale, signal),
    speech: (text, signal) => milliseconds(text.length * options.speechMillisecondsPerCharacter, signal),
  };
}
