import type { Logger } from 'pino';
import type { RetentionRuns } from '../cases/cases.js';
import type { Store } from '../db/store.js';
import { describeError } from '../domain/describe-error.js';
import { deskOrganisationId, type OrganisationId } from '../domain/identifiers.js';
import { deskScope } from '../domain/scope.js';

export interface RetentionSchedulingDependencies {
  readonly organisations: Pick<Store['organisations'], 'list'>;
  readonly runs: Pick<RetentionRuns, 'schedule'>;
  readonly log: Pick<Logger, 'warn'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Whatever somebody has done to a schedule past the product is put right within this. Milliseconds. */
const trustedFor = 60 * 60_000;
const pageSize = 200;

/**
 * Sees that each organisation has a schedule in its own time zone, and the desk too, whose partners have cases. No organisation is
 * ever deleted, so no schedule is either. When clocks are set, a night has one run all the same: see `nightly` in `cases/`.
 *
 * @returns one round.
 */
export function createRetentionScheduling({
  organisations,
  runs,
  log,
  now,
}: RetentionSchedulingDependencies): () => Promise<void> {
  /** What this process has made of schedules. */
  const made = new Map<OrganisationId, { readonly timeZone: string; readonly at: number }>();

  async function schedule(organisationId: OrganisationId, timeZone: string): Promise<void> {
    const known = made.get(organisationId);
    if (known?.timeZone === timeZone && known.at > now() - trustedFor) return;
    try {
      await runs.schedule(organisationId, timeZone);
      made.set(organisationId, { timeZone, at: now() });
    } catch (error) {
      log.warn({ organisationId, ...describeError(error) }, 'A retention run could not be scheduled yet');
    }
  }

  return async () => {
    let cursor: string | undefined;
    let isDeskKnown = false;
    do {
      const page = await organisations.list(deskScope, {
        limit: pageSize,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const { id, settings } of page.items) {
        isDeskKnown ||= id === deskOrganisationId;
        await schedule(id, settings.timeZone);
      }
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    if (!isDeskKnown) await schedule(deskOrganisationId, 'UTC');
  };
}
