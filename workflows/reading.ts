import { isCancellation, sleep } from '@temporalio/workflow';
import type { Journal } from './journal.js';

const pauseMilliseconds = 5_000;

/**
 * Reads what the next dial needs, for as long as it takes. No projection may delay that dial, so the journal is held
 * meanwhile; between two tries it is not, since a case whose directory cannot be read must be seen all the same.
 */
export async function readForDial<Content>(journal: Journal, read: () => Promise<Content>): Promise<Content> {
  for (;;) {
    journal.hold();
    try {
      return await read();
    } catch (failure) {
      if (isCancellation(failure)) throw failure;
    } finally {
      journal.release();
    }
    await sleep(pauseMilliseconds);
  }
}
