import { heartbeat } from '@temporalio/activity';

/** Several within the heartbeat time limit of any activity. Milliseconds. */
const interval = 2_000;

/** Shows that the worker lives while it works: work of a dead worker is begun anew by another one after seconds. */
export async function showingLife<Result>(work: () => Promise<Result>): Promise<Result> {
  const timer = setInterval(heartbeat, interval);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
