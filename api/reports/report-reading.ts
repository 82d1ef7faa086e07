import type { Store } from '../../db/store.js';
import { deskOrganisationId } from '../../domain/desk-organisation.js';
import { notFound } from '../../domain/errors.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { Language } from '../../domain/language.js';
import { hasReport } from '../../domain/reports/report-owner.js';
import { makeReport, type Report, type ReportOf, type ReportPeriod } from '../../domain/reports/report.js';
import type { ReportKind } from '../../domain/reports/report-plan.js';
import type { Scope } from '../../domain/scope.js';

export interface ReportReadingDependencies {
  readonly store: Pick<Store, 'organisations' | 'monthlySummaries'>;
  /** The desk's own organisation reads so where it has no settings. */
  readonly desk: { readonly name: string; readonly language: Language };
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Whose report it is. */
export interface ReportOwner {
  readonly id: OrganisationId;
  readonly name: string;
  readonly language: Language;
  readonly timeZone: string;
}

export interface ReadReport {
  readonly owner: ReportOwner;
  readonly report: Report;
}

export interface ReportReading {
  /** @throws DomainError `not-found` for an organisation that does not exist, or is not theirs to see. */
  owner(scope: Scope, organisationId: OrganisationId): Promise<ReportOwner>;
  /**
   * What is known of these months. What can have changed is counted anew before, so it may take as long as there is something to
   * count.
   *
   * @throws DomainError `not-found` for an organisation that does not exist, is not theirs to see, or has no such report.
   */
  read(
    scope: Scope,
    organisationId: OrganisationId,
    kind: ReportKind,
    period: ReportPeriod,
  ): Promise<ReadReport>;
}

/** What was computed within the last minute is told again. Milliseconds. */
const freshMilliseconds = 60_000;

export function createReportReading({ store, desk, now }: ReportReadingDependencies): ReportReading {
  async function owner(scope: Scope, organisationId: OrganisationId): Promise<ReportOwner> {
    const found = await store.organisations.find(scope, organisationId);
    if (found !== undefined) {
      const { name, language, timeZone } = found.settings;
      return { id: organisationId, name, language, timeZone };
    }
    if (organisationId !== deskOrganisationId || scope.of !== 'desk') throw notFound('organisation');
    return { id: organisationId, name: desk.name, language: desk.language, timeZone: 'UTC' };
  }

  async function reportOf<Kind extends ReportKind>(
    scope: Scope,
    { id: organisationId, timeZone }: ReportOwner,
    kind: Kind,
    period: ReportPeriod,
  ): Promise<ReportOf<Kind>> {
    const subject = { organisationId, kind, timeZone };
    const moment = now();
    await store.monthlySummaries.refresh(subject, period, new Date(moment), freshMilliseconds);
    const stored = await store.monthlySummaries.months(scope, organisationId, kind, period);
    return makeReport(kind, period, timeZone, stored, moment);
  }

  return {
    owner,
    async read(scope, organisationId, kind, period) {
      const found = await owner(scope, organisationId);
      if (!hasReport(organisationId, kind)) throw notFound('report');
      return { owner: found, report: await anyReport(scope, found, kind, period) };
    },
  };

  function anyReport(
    scope: Scope,
    found: ReportOwner,
    kind: ReportKind,
    period: ReportPeriod,
  ): Promise<Report> {
    switch (kind) {
      case 'incidents':
        return reportOf(scope, found, kind, period);
      case 'status-calls':
        return reportOf(scope, found, kind, period);
      case 'support-cases':
        return reportOf(scope, found, kind, period);
      case 'costs':
        return reportOf(scope, found, kind, period);
    }
  }
}
