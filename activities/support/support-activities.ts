import type { Store } from '../../db/store.js';
import { addBusinessTime, type KnownHours } from '../../domain/hours/business-time.js';
import type { DeskHours } from '../../domain/hours/desk-hours.js';
import { knownHours } from '../../domain/hours/known-hours.js';
import { openIntervals } from '../../domain/hours/open-intervals.js';
import type { OpeningHours } from '../../domain/hours/opening-hours.js';
import { withSafeFailures } from '../activity-failures.js';
import type { StoredCaseActivities, SupportHoursActivities, SupportRecordActivities } from '../contract.js';

export interface SupportDependencies {
  readonly store: { readonly supportCases: Pick<Store['supportCases'], 'record' | 'readStored'> };
  /** When the desk answers support cases. */
  readonly supportHours: DeskHours;
}

/** What the workflows of support cases have done: their projection, and the hours of the desk. */
export function createSupportActivities({
  store,
  supportHours,
}: SupportDependencies): SupportRecordActivities & StoredCaseActivities & SupportHoursActivities {
  return {
    recordSupportCase: (record) => withSafeFailures(() => store.supportCases.record(record)),
    readStoredSupportCase: ({ caseId }) => withSafeFailures(() => store.supportCases.readStored(caseId)),
    loadSupportHours: ({ from, until, duration }) =>
      Promise.resolve({
        ...reaching(supportHours.hours, from, until, duration),
        revision: supportHours.revision,
      }),
  };
}

/**
 * Hours that never open within 400 days count as open behind them: a promise then lies far away, but a case is never asked
 * for the same hours again and again.
 */
function reaching(hours: OpeningHours, from: number, until: number, duration: number): KnownHours {
  const near = knownHours(hours, from, duration);
  const known = near.to >= until ? near : { from, to: until, open: openIntervals(hours, from, until) };
  const end = known.to;
  if (addBusinessTime(known, from, duration).is === 'known') return known;
  return { from, to: end + duration, open: [...known.open, { from: end, to: end + duration }] };
}
