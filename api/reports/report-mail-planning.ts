import type { Store } from '../../db/store.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { ReportMail } from '../../domain/reports/report-mail.js';
import type { PlannedReport } from '../../domain/reports/report-plan.js';
import { dueReport } from '../../domain/reports/report-schedule.js';
import type { RetentionSettings } from '../../domain/retention/retention-settings.js';
import { deskScope } from '../../domain/scope.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';
import { isNotFound, unlessAway } from '../use-cases/time-limit.js';
import type { ReportReading } from './report-reading.js';
import type { RecipientHash } from './report-recipients.js';

export interface ReportMailPlanningDependencies {
  readonly store: Pick<Store, 'retentionSettings' | 'reportMails'>;
  readonly reports: Pick<ReportReading, 'owner'>;
  readonly recipientHash: RecipientHash;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const organisationsAtOnce = 100;

/**
 * Puts reports whose time is over into the outbox: one mail for each report, time and address. Its identifier follows from these,
 * so it is put there once, however many processes look, and however often.
 *
 * @returns one round.
 */
export function createReportMailPlanning({
  store,
  reports,
  recipientHash,
  now,
}: ReportMailPlanningDependencies): () => Promise<void> {
  /** undefined: there is no such organisation any more. */
  async function timeZoneOf(organisationId: OrganisationId): Promise<string | undefined> {
    try {
      return (await reports.owner(deskScope, organisationId)).timeZone;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  function dueMails(organisationId: OrganisationId, planned: PlannedReport, timeZone: string): ReportMail[] {
    const { kind, every, language, recipients } = planned;
    const due = dueReport(every, timeZone, now());
    if (due === undefined) return [];
    const { period } = due;
    return recipients.map((address) => {
      const hash = recipientHash(address);
      return {
        id: derivedIdentifier('rml', organisationId, kind, every, language, period.from, hash),
        ...{ organisationId, report: { kind, every }, language, period },
        recipientHash: hash,
        createdAt: new Date(now()),
      };
    });
  }

  async function plan({ organisationId, reports: planned }: RetentionSettings): Promise<void> {
    const timeZone = await timeZoneOf(organisationId);
    if (timeZone === undefined) return;
    const due = planned.flatMap((report) => dueMails(organisationId, report, timeZone));
    if (due.length === 0) return;
    const known = await store.reportMails.knownAmong(due.map(({ id }) => id));
    for (const mail of due) if (!known.has(mail.id)) await store.reportMails.put(mail);
  }

  async function round(): Promise<void> {
    let last: OrganisationId | undefined;
    for (;;) {
      const page = await store.retentionSettings.withReports(last, organisationsAtOnce);
      for (const settings of page) await plan(settings);
      last = page.at(-1)?.organisationId;
      if (page.length < organisationsAtOnce) return;
    }
  }

  return async () => {
    await unlessAway(round);
  };
}
