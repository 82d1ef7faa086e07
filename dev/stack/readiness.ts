import { setTimeout as sleep } from 'node:timers/promises';

const readyWithinMilliseconds = 60_000;
const pauseMilliseconds = 100;

/** The process answers, whatever it still waits for. */
export async function isHealthy(apiUrl: string): Promise<void> {
  const { ok, status } = await fetch(`${apiUrl}/healthz`);
  if (!ok) throw new Error(`The API answers ${status}.`);
}

/** Temporal, MongoDB and a worker are there: the product can carry a call for help. */
export async function isReady(apiUrl: string): Promise<void> {
  const deadline = Date.now() + readyWithinMilliseconds;
  let last = 'nothing';
  while (Date.now() < deadline) {
    try {
      const answer = await fetch(`${apiUrl}/readyz`);
      if (answer.ok) return;
      last = await answer.text();
    } catch (error) {
      last = String(error);
    }
    await sleep(pauseMilliseconds);
  }
  throw new Error(
    `The product did not become ready within ${readyWithinMilliseconds / 1000} s. It says: ${last}`,
  );
}
