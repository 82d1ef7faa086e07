import type { Store } from '../../db/store.js';
import type { CaseView } from '../../domain/case-record.js';
import { quietly, withSafeFailures } from '../activity-failures.js';
import type { RecordActivities } from '../contract.js';

export interface RecordDependencies {
  readonly store: Pick<Store, 'cases' | 'texts'>;
}

/** The projection write of a case. Fails as `unavailable` while MongoDB is away: the workflow keeps the entries. */
export function createRecordActivities({ store }: RecordDependencies): RecordActivities {
  return {
    recordCase: (record) =>
      withSafeFailures(async () => {
        const receipt = await store.cases.record(record, 'under-way');
        // Its reply codes become free for the next case; until now a late answer was told how the matter stands.
        if (isOver(record.view)) {
          await quietly('closing the questions of the case', () =>
            store.texts.closeQuestions(record.view.id),
          );
        }
        return receipt;
      }),
  };
}

function isOver(view: CaseView): boolean {
  switch (view.case) {
    case 'incident':
      return view.state === 'archived';
    case 'status-call':
      return view.state !== 'asking';
  }
}
