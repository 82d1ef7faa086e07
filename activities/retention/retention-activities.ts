import { log, sleep } from '@temporalio/activity';
import type { CaseHistories } from '../../cases/cases.js';
import { retentionRunIdOf } from '../../cases/retention-run-id.js';
import type { Store } from '../../db/store.js';
import { notFound } from '../../domain/errors.js';
import { dataClassesOf, type DataClass } from '../../domain/retention/data-class.js';
import type { RetentionRun } from '../../domain/retention/retention-run.js';
import { deskScope } from '../../domain/scope.js';
import type { Telephony } from '../../providers/telephony/telephony.js';
import { withSafeFailures } from '../activity-failures.js';
import { showingLife } from '../signs-of-life.js';
import type { BegunRun, RetentionActivities } from '../contract.js';
import { createCertification } from './certificate.js';
import { tellLeft } from './left-outside.js';
import { createOutsideDeletion } from './outside-deletion.js';
import { fullPace, gentlePace } from './pace.js';
import { createPurge } from './purge.js';
import { createReadRetentionRule } from './retention-rule.js';

export interface RetentionDependencies {
  readonly store: Store;
  readonly histories: CaseHistories;
  readonly telephony: Pick<Telephony, 'isGivenUp' | 'forgetCall' | 'forgetText' | 'findTexts'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What goes first: parts of things that are kept for longer, then things, then the traces of who did what. */
const rank: Readonly<Record<DataClass, number>> = {
  locations: 1,
  'mail-originals': 2,
  'status-calls': 3,
  incidents: 4,
  'support-cases': 5,
  audit: 6,
};

/** The activities of a purge. */
export function createRetentionActivities(dependencies: RetentionDependencies): RetentionActivities {
  const { store, histories, telephony, now } = dependencies;
  const readRule = createReadRetentionRule(store);
  const purge = createPurge({
    store,
    readRule,
    outside: createOutsideDeletion({ histories, telephony, textTraces: store.textTraces, tellLeft }),
    now,
  });
  const certify = createCertification({ store, readRule, now });

  async function required({ id, organisationId }: BegunRun): Promise<RetentionRun> {
    const run = await store.retentionRuns.find(deskScope, organisationId, id);
    if (run === undefined) throw notFound('retention run');
    return run;
  }

  return {
    beginRetentionRun: ({ workflow, organisationId, startedAt, startedBy }) =>
      withSafeFailures(async () => {
        const { id } = await store.retentionRuns.begin(deskScope, {
          id: retentionRunIdOf(workflow),
          organisationId,
          startedAt: new Date(startedAt),
          ...(startedBy === undefined ? {} : { startedBy }),
        });
        const dataClasses = dataClassesOf(organisationId).toSorted((one, other) => rank[one] - rank[other]);
        return { run: { id, organisationId }, dataClasses };
      }),

    purgeDataClass: ({ run, dataClass, unpaced: isUnpaced }) =>
      withSafeFailures(async () => {
        const begun = await required(run);
        const pace =
          isUnpaced === true
            ? fullPace({ rest: sleep })
            : gentlePace({ rest: sleep, clock: () => performance.now() });
        // Numbers belong to no organisation, and there are few of them: each run forgets those that nobody asks anything any more.
        if (dataClass === 'status-calls') await store.texts.closeExpired();
        // A batch can take longer than a worker may be silent: the telephony provider is asked about every call in it.
        await showingLife(() => purge(begun, dataClass, pace));
      }),

    certifyRetentionRun: ({ unfinished, ...run }) =>
      withSafeFailures(async () => {
        const { classes } = await certify(await required(run), unfinished);
        const deleted = Object.fromEntries(classes.map(({ dataClass, count }) => [dataClass, count]));
        if (unfinished.length === 0) log.info('A retention run has ended', { ...run, deleted });
        else log.warn('A retention run could not delete everything', { ...run, deleted, unfinished });
      }),
  };
}
