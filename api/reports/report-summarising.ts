import type { Store } from '../../db/store.js';
import { deskOrganisationId } from '../../domain/desk-organisation.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import { hasReport } from '../../domain/reports/report-owner.js';
import { reportKinds } from '../../domain/reports/report-plan.js';
import { deskScope } from '../../domain/scope.js';
import { unlessAway } from '../use-cases/time-limit.js';

export interface ReportSummarisingDependencies {
  readonly store: Pick<Store, 'organisations' | 'monthlySummaries'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What was computed within this time is not computed again. Milliseconds. */
const freshMilliseconds = 50 * 60_000;
const organisationsAtOnce = 100;

/**
 * Keeps the monthly summaries of all organisations, so that a report that nobody has asked for yet needs no data that are gone.
 * What it needs stands in MongoDB: any process goes on where another one has stopped.
 *
 * @returns one round.
 */
export function createReportSummarising({ store, now }: ReportSummarisingDependencies): () => Promise<void> {
  async function summarise(organisationId: OrganisationId, timeZone: string): Promise<void> {
    for (const kind of reportKinds.filter((each) => hasReport(organisationId, each))) {
      const subject = { organisationId, kind, timeZone };
      await store.monthlySummaries.refresh(subject, {}, new Date(now()), freshMilliseconds);
    }
  }

  async function round(): Promise<void> {
    let deskTimeZone = 'UTC';
    let cursor: string | undefined;
    do {
      const page = await store.organisations.list(deskScope, {
        limit: organisationsAtOnce,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const { id, settings } of page.items) {
        if (id === deskOrganisationId) deskTimeZone = settings.timeZone;
        else await summarise(id, settings.timeZone);
      }
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    // The desk has cases whether or not its organisation has settings.
    await summarise(deskOrganisationId, deskTimeZone);
  }

  return async () => {
    await unlessAway(round);
  };
}
