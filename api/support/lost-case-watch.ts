import type { Logger } from 'pino';
import type { Cases } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import type { SupportCaseDocumentView, SupportOpening } from '../../db/support-store.js';
import { describeError } from '../../domain/describe-error.js';
import type { SupportCaseId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { nothingFound, type AlarmTelling } from '../alarm-telling.js';
import type { Metrics } from '../metrics.js';
import { isUnavailable } from '../use-cases/time-limit.js';
import { supportCaseStartOf } from './case-opening.js';

export interface LostCaseWatch {
  /** Looks at a case before all others in the next round. */
  suspect(id: SupportCaseId): void;
  /** One round of looking. */
  round(): Promise<void>;
}

export interface LostCaseWatchDependencies {
  readonly store: { readonly supportCases: Pick<Store['supportCases'], 'find' | 'list' | 'overdue'> };
  readonly supportCases: Pick<Cases['supportCases'], 'isRunning' | 'takeUp'>;
  readonly alarms: AlarmTelling;
  readonly metrics: Pick<Metrics, 'lostSupportCase'>;
  readonly log: Pick<Logger, 'error'>;
  /** A case that was opened less than so long ago may be about to start. Milliseconds. */
  readonly ageMilliseconds: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Of each kind, in one round: those that are late, and the next of all open ones. */
const mostPerRound = 50;
const mostSuspected = 1_000;

/**
 * Looks for open support cases whose workflow does not run: terminated by somebody, or unknown to an engine that was restored or
 * emptied. Each is taken up from what is stored, and told of. The engine is asked for every single case, since its lists may lag.
 * Round by round all open cases have their turn; those that are late, or that somebody asks something of, come first.
 */
export function createLostCaseWatch({
  store,
  supportCases,
  alarms,
  metrics,
  log,
  ageMilliseconds,
  now,
}: LostCaseWatchDependencies): LostCaseWatch {
  const suspected = new Set<SupportCaseId>();
  /** Behind the last case that had its turn; absent: the newest is next. */
  let cursor: string | undefined;

  async function nextOnes(): Promise<readonly SupportCaseId[]> {
    const late = await store.supportCases.overdue(new Date(now() - ageMilliseconds), mostPerRound);
    const { items, nextCursor } = await store.supportCases.list(deskScope, {
      isOpen: true,
      limit: mostPerRound,
      ...(cursor === undefined ? {} : { cursor }),
    });
    cursor = nextCursor;
    const first = [...suspected];
    suspected.clear();
    return [
      ...new Set([...first, ...late.map(({ caseId }) => caseId), ...items.map(({ opening }) => opening.id)]),
    ];
  }

  /** What is stored is asked last: a case ends when its closure is stored. */
  async function lost(id: SupportCaseId): Promise<SupportOpening | undefined> {
    if (await supportCases.isRunning(id)) return undefined;
    const found = await store.supportCases.find(deskScope, id);
    return found !== undefined && shouldRun(found) ? found.opening : undefined;
  }

  /** What nobody has started yet is the sweeper's. */
  function shouldRun({ opening, view, awaitsStart }: SupportCaseDocumentView): boolean {
    if (view !== undefined) return view.state !== 'closed';
    return awaitsStart === undefined && opening.openedAt.getTime() < now() - ageMilliseconds;
  }

  async function takeUp(opening: SupportOpening): Promise<void> {
    const { id: caseId } = opening;
    try {
      const result = await supportCases.takeUp(supportCaseStartOf(opening));
      metrics.lostSupportCase(result);
      log.error({ caseId, result }, 'A support case was lost by the case engine and is taken up again');
    } catch (error) {
      metrics.lostSupportCase('failed');
      log.error({ caseId, ...describeError(error) }, 'A support case that was lost cannot be taken up');
    }
  }

  async function look(): Promise<void> {
    const found: SupportOpening[] = [];
    try {
      for (const id of await nextOnes()) {
        const opening = await lost(id);
        if (opening === undefined) continue;
        found.push(opening);
        await takeUp(opening);
      }
    } finally {
      if (found.length > 0) {
        const lostSupport = found.map(({ id: caseId, openedAt }) => ({
          caseId,
          openedAt: openedAt.getTime(),
        }));
        await alarms.tell({ ...nothingFound, lostSupport });
      }
    }
  }

  return {
    suspect(id) {
      if (suspected.size < mostSuspected) suspected.add(id);
    },

    async round() {
      try {
        await look();
      } catch (error) {
        // While the engine or MongoDB is away nobody can tell what was lost; that they are is told by the auditor.
        if (!isUnavailable(error)) throw error;
      }
    },
  };
}
