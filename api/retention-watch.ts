import type { Logger } from 'pino';
import type { Store } from '../db/store.js';
import type { OrganisationId } from '../domain/identifiers.js';
import { nothingFound, type AlarmTelling } from './alarm-telling.js';
import type { Metrics } from './metrics.js';
import { findLateRetention } from './use-cases/late-retention.js';
import { unlessAway } from './use-cases/time-limit.js';

export interface RetentionWatchDependencies {
  readonly store: Pick<Store, 'organisations' | 'retentionRuns' | 'personErasures'>;
  readonly alarms: AlarmTelling;
  readonly metrics: Pick<Metrics, 'lateRetention'>;
  readonly log: Pick<Logger, 'error'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** After a stop of everything, nights are made up for, or the next one is this near. Milliseconds. */
const graceAfterStart = 6 * 3_600_000;
/** Somebody who has been told needs some time for it. Milliseconds. */
const silence = 24 * 3_600_000;

/**
 * Sees that retention is never silently stuck (R1): counts the organisations in which not everything is deleted or erased any
 * more, and tells of each of them once a day by mail.
 *
 * @returns one look.
 */
export function createRetentionWatch({
  store,
  alarms,
  metrics,
  log,
  now,
}: RetentionWatchDependencies): () => Promise<void> {
  const startedAt = now();
  const told = new Map<OrganisationId, number>();

  return async () => {
    const late = await unlessAway(() => findLateRetention(store, now()));
    if (late === undefined) return;
    metrics.lateRetention(late.length);
    if (now() - startedAt < graceAfterStart) return;
    for (const [organisationId, at] of told) if (now() - at >= silence) told.delete(organisationId);
    const lateRetention = late.filter(({ organisationId }) => !told.has(organisationId));
    if (lateRetention.length === 0) return;
    log.error({ lateRetention }, 'No retention run, or no erasure, has ended for too long');
    await alarms.tell({ ...nothingFound, lateRetention });
    for (const { organisationId } of lateRetention) told.set(organisationId, now());
  };
}
