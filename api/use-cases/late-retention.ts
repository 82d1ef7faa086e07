import type { Store } from '../../db/store.js';
import { deskOrganisationId, type OrganisationId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { everyOrganisation } from '../fallback/every-organisation.js';

/** An organisation in which no retention run has deleted all that it should, or an erasure has come to nothing, for too long. */
export interface LateRetention {
  readonly organisationId: OrganisationId;
  /** When the last run ended, or when the organisation began; or since when nothing has come of an erasure. Epoch milliseconds. */
  readonly since: number;
}

/** A day, the minutes by which runs are spread, and time for the run itself. Milliseconds. */
const patience = 26 * 3_600_000;

/**
 * Finds where data whose time is over may be left, whatever the reason: a run that fails again and again or cannot delete
 * something, one that was never started, a schedule that is paused; and erasures of people that fail in each night.
 *
 * @param now epoch milliseconds.
 */
export async function findLateRetention(
  {
    organisations,
    retentionRuns,
    personErasures,
  }: Pick<Store, 'organisations' | 'retentionRuns' | 'personErasures'>,
  now: number,
): Promise<readonly LateRetention[]> {
  const all = await everyOrganisation(organisations);
  const [oldest] = all;
  const begun = new Map(all.map(({ id, createdAt }) => [id, createdAt.getTime()]));
  // The desk has data whether or not its organisation has settings of its own.
  if (oldest !== undefined && !begun.has(deskOrganisationId)) {
    begun.set(deskOrganisationId, oldest.createdAt.getTime());
  }
  const inTime = await retentionRuns.endedSince(deskScope, new Date(now - patience));
  const untried = await personErasures.untriedSince(deskScope);
  const late: LateRetention[] = [];
  for (const [organisationId, beganAt] of begun) {
    if (beganAt > now - patience) continue;
    if (!inTime.has(organisationId)) {
      const since = (await retentionRuns.lastEnd(deskScope, organisationId)) ?? beganAt;
      late.push({ organisationId, since });
      continue;
    }
    // Every night tries it: what waits for a reason has ended with a report that names it, and is not among these.
    const since = untried.get(organisationId) ?? now;
    if (since <= now - patience) late.push({ organisationId, since });
  }
  return late;
}
