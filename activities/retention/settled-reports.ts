import type { Store } from '../../db/store.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import { hasReport } from '../../domain/reports/report-owner.js';
import { reportsOf } from '../../domain/retention/broken-reports.js';
import type { DataClass } from '../../domain/retention/data-class.js';

/** What is about to lose something. */
interface Losing {
  readonly organisationId: OrganisationId;
  readonly dataClass: DataClass;
  /** Of the organisation. */
  readonly timeZone: string;
}

/** Counts for good, in every report that is made of the class, what was opened before the moment: then it may go. */
export async function settleReports(
  summaries: Pick<Store['monthlySummaries'], 'settle'>,
  { organisationId, dataClass, timeZone }: Losing,
  before: Date,
  now: Date,
): Promise<void> {
  for (const kind of reportsOf(dataClass).filter((each) => hasReport(organisationId, each))) {
    await summaries.settle({ organisationId, kind, timeZone }, before, now);
  }
}
