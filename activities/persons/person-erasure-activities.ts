import { CancelledFailure, log, sleep } from '@temporalio/activity';
import type { CaseHistories } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import { describeError } from '../../domain/describe-error.js';
import type { PersonErasure } from '../../domain/persons/person-erasure.js';
import { deskScope } from '../../domain/scope.js';
import type { Telephony } from '../../providers/telephony/telephony.js';
import { withSafeFailures } from '../activity-failures.js';
import type { PersonErasureActivities } from '../contract.js';
import { createBatchedDeletion } from '../retention/batched-deletion.js';
import { createOutsideDeletion } from '../retention/outside-deletion.js';
import { tellLeft } from '../retention/left-outside.js';
import { gentlePace } from '../retention/pace.js';
import { showingLife } from '../signs-of-life.js';
import { createErasureCertification } from './erasure-certification.js';
import { createPersonErasing } from './person-erasing.js';

export interface PersonErasureDependencies {
  readonly store: Store;
  readonly histories: CaseHistories;
  readonly telephony: Pick<Telephony, 'forgetCall' | 'forgetText' | 'findTexts' | 'isGivenUp'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Erasing people (R4), by a request and again in every night until nothing has to wait. */
export function createPersonErasureActivities({
  store,
  histories,
  telephony,
  now,
}: PersonErasureDependencies): PersonErasureActivities {
  const outside = createOutsideDeletion({
    ...{ histories, telephony, textTraces: store.textTraces },
    tellLeft,
  });
  const erase = createPersonErasing({
    store,
    outside,
    deletion: createBatchedDeletion({
      store,
      outside,
      now,
    }),
    now,
  });
  const certify = createErasureCertification(store);

  async function tryOnce(erasure: Pick<PersonErasure, 'id' | 'organisationId'>): Promise<void> {
    const { id, state } = await showingLife(async () => {
      const tried = await erase(erasure, gentlePace({ rest: sleep, clock: () => performance.now() }));
      await certify(tried);
      return tried;
    });
    log.info('An erasure was tried', { erasureId: id, state });
  }

  return {
    erasePerson: (erasure) => withSafeFailures(() => tryOnce(erasure)),

    retryErasures: ({ organisationId }) =>
      withSafeFailures(async () => {
        const failures: unknown[] = [];
        for (const id of await store.personErasures.unfinished(deskScope, organisationId)) {
          try {
            await tryOnce({ id, organisationId });
          } catch (error) {
            if (error instanceof CancelledFailure) throw error;
            // One that fails holds up no other one.
            log.warn('An erasure could not be tried', { erasureId: id, ...describeError(error) });
            failures.push(error);
          }
        }
        if (failures.length > 0) throw failures[0];
      }),
  };
}
