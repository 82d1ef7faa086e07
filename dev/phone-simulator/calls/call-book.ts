import type { Call } from './call.js';

/** Every call since the start or the last reset, oldest first. */
export interface CallBook {
  add(call: Call): void;
  find(sid: string): Call | undefined;
  all(): readonly Call[];
  /** Calls that are not over, of this handset or of all. */
  live(number?: string): readonly Call[];
  remove(call: Call): void;
  clear(): void;
}

/** An empty book. */
export function createCallBook(): CallBook {
  const calls = new Map<string, Call>();
  // Kept apart, so that a phone is found quickly among tens of thousands of calls that are over.
  const liveCalls = new Set<Call>();
  return {
    add(call) {
      calls.set(call.sid, call);
      liveCalls.add(call);
      call.onProgress(() => {
        if (call.isOver) liveCalls.delete(call);
      });
    },
    find: (sid) => calls.get(sid),
    all: () => [...calls.values()],
    live: (number) => [...liveCalls].filter((call) => number === undefined || call.number === number),
    remove(call) {
      calls.delete(call.sid);
    },
    clear() {
      calls.clear();
    },
  };
}
