import type { Logger } from 'pino';
import type { CaseEngineHealth } from '../cases/cases.js';
import type { Store } from '../db/store.js';
import { caseTaskQueues } from '../domain/task-queues.js';
import { nothingFound, type AlarmTelling, type AuditFindings } from './alarm-telling.js';
import type { Metrics } from './metrics.js';
import { findUnseenCases, type UnseenCase, type UnseenCasesDependencies } from './unseen-cases.js';
import { describeError } from '../domain/describe-error.js';
import { ifKnown, unlessAway } from './use-cases/time-limit.js';

export interface Auditor {
  /** One round of looking and, where needed, telling. */
  round(): Promise<void>;
  /** True while something is overdue or the case engine is not at work: readiness fails. */
  readonly alarmed: boolean;
}

export interface AuditorDependencies {
  readonly projection: Pick<Store['cases'], 'overdue'> & UnseenCasesDependencies['projection'];
  readonly intakes: UnseenCasesDependencies['intakes'];
  readonly supportCases: Pick<Store['supportCases'], 'overdue'>;
  readonly health: CaseEngineHealth;
  readonly alarms: AlarmTelling;
  readonly metrics: Pick<Metrics, 'overdueCases' | 'overdueSupportCases' | 'unseenCases' | 'alarm'>;
  readonly log: Logger;
  /** So much lateness is no news. Milliseconds. */
  readonly graceMilliseconds: number;
  /** Pinged while all is well, so that somebody outside notices when nobody is left. */
  readonly heartbeatUrl?: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const mostOverdue = 100;
const engineTimeout = 5_000;
const heartbeatTimeout = 5_000;

/**
 * Watches over all open cases and the case engine (I10). Support cases are watched too (C9): one that is late is told by mail, but
 * calls nobody and leaves the API ready, since nobody's life waits for it.
 */
export function createAuditor(dependencies: AuditorDependencies): Auditor {
  const { projection, supportCases, health, alarms, metrics, log, graceMilliseconds, now } = dependencies;
  let engineSeenAt = now();
  /** What was left behind while the case engine was away gets its time once it is back, as at the start. */
  let engineAwayUntil = now();
  let databaseSeenAt = now();
  /** What is known of cases is as old as the outage until they have recorded anew: they get their time for it. */
  let databaseAwayUntil = Number.NEGATIVE_INFINITY;
  let alarmed = false;

  async function isEngineAtWork(): Promise<boolean> {
    const pollers = await ifKnown(engineTimeout, async () => {
      await health.ping();
      return Promise.all(caseTaskQueues.map((queue) => health.pollers(queue)));
    });
    return pollers?.every((count) => count > 0) ?? false;
  }

  async function findOverdue(): Promise<AuditFindings['overdue']> {
    const found = await unlessAway(() =>
      projection.overdue(new Date(now() - graceMilliseconds), mostOverdue),
    );
    return found?.map(({ caseId, organisationId, nextActionAt }) => ({
      caseId,
      organisationId,
      dueAt: nextActionAt.getTime(),
    }));
  }

  async function findOverdueSupport(): Promise<AuditFindings['overdueSupport']> {
    const found = await unlessAway(() =>
      supportCases.overdue(new Date(now() - graceMilliseconds), mostOverdue),
    );
    return found?.map(({ caseId, nextActionAt }) => ({ caseId, dueAt: nextActionAt.getTime() }));
  }

  async function findUnseen(): Promise<readonly UnseenCase[] | undefined> {
    return unlessAway(() => findUnseenCases(dependencies, now() - graceMilliseconds));
  }

  return {
    get alarmed() {
      return alarmed;
    },

    async round() {
      const [atWork, late, lateSupport, found] = await Promise.all([
        isEngineAtWork(),
        findOverdue(),
        findOverdueSupport(),
        findUnseen(),
      ]);
      if (atWork) engineSeenAt = now();
      const engineIsAway = now() - engineSeenAt > graceMilliseconds;
      if (engineIsAway) engineAwayUntil = now();
      // While nothing can be started, that is the alarm, and not each case that waits.
      const unseen = now() - engineAwayUntil > graceMilliseconds ? found : [];
      const seesAll = late !== undefined && lateSupport !== undefined && found !== undefined;
      if (seesAll) databaseSeenAt = now();
      else databaseAwayUntil = now();
      const databaseIsAway = now() - databaseSeenAt > graceMilliseconds;
      const isKnownAnew = now() - databaseAwayUntil > graceMilliseconds;
      const overdue = isKnownAnew ? late : [];
      const overdueSupport = isKnownAnew ? lateSupport : [];
      alarmed =
        engineIsAway ||
        databaseIsAway ||
        [overdue, unseen].some((cases) => cases !== undefined && cases.length > 0);
      metrics.alarm(alarmed);
      if (late !== undefined) metrics.overdueCases(late.length);
      if (lateSupport !== undefined) metrics.overdueSupportCases(lateSupport.length);
      if (found !== undefined) metrics.unseenCases(found.length);
      if (alarmed || (overdueSupport?.length ?? 0) > 0) {
        const ids = (cases: readonly { readonly caseId: string }[] | undefined) =>
          cases?.map(({ caseId }) => caseId);
        log.error(
          {
            engineIsAway,
            databaseIsAway,
            overdue: ids(overdue),
            overdueSupport: ids(overdueSupport),
            unseen: ids(unseen),
          },
          'Alarm',
        );
        await alarms.tell({ ...nothingFound, overdue, overdueSupport, unseen, engineIsAway, databaseIsAway });
      } else if (seesAll && dependencies.heartbeatUrl !== undefined) {
        await beat(dependencies.heartbeatUrl, log);
      }
    },
  };
}

async function beat(url: string, log: Logger): Promise<void> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(heartbeatTimeout) });
    await response.body?.cancel();
  } catch (error) {
    log.warn(describeError(error), 'The heartbeat was not taken');
  }
}
