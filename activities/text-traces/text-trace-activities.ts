import type { Store } from '../../db/store.js';
import { withSafeFailures } from '../activity-failures.js';
import type { TextTraceActivities } from '../contract.js';

/** Keeps traces of texts that could not be kept when the text was sent or received. */
export function createTextTraceActivities({
  store,
}: {
  readonly store: Pick<Store, 'textTraces'>;
}): TextTraceActivities {
  return {
    keepTextTrace: ({ sealed }) => withSafeFailures(() => store.textTraces.keepSealed(sealed)),
  };
}
