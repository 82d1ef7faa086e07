import { sleep } from '@temporalio/workflow';

/** Waits for a month; on the time-skipping server that takes a moment. Resolves with the milliseconds that passed. */
export async function waitForAMonth(): Promise<number> {
  const start = Date.now();
  await sleep('30 days');
  return Date.now() - start;
}
