import type { TextTraces } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import type { TextTrace } from '../../domain/text-trace.js';

export interface TextTraceDependencies {
  readonly store: Pick<Store, 'textTraces'>;
  /** Carries what MongoDB does not take. */
  readonly textTraces: TextTraces;
}

/**
 * Keeps the trace of a text that was sent or received; the text itself never waits for it. While MongoDB is away, a workflow
 * carries the trace, sealed, until it is back. May be repeated.
 *
 * @throws DomainError `unavailable` when neither takes it.
 */
export async function keepTextTrace(
  { store, textTraces }: TextTraceDependencies,
  trace: TextTrace,
): Promise<void> {
  try {
    await store.textTraces.keep(trace);
  } catch {
    await textTraces.carry(trace.id, store.textTraces.seal(trace));
  }
}
