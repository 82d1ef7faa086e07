import type { OrganisationId } from '../domain/identifiers.js';
import type { MonthlySummary } from '../domain/reports/monthly-summary.js';
import type { ReportKind } from '../domain/reports/report-plan.js';
import type { Scope } from '../domain/scope.js';

/** Which months of an organisation are meant, and by which clock they begin. */
export interface SummarySubject<Kind extends ReportKind = ReportKind> {
  readonly organisationId: OrganisationId;
  readonly kind: Kind;
  /** The organisation's own, at present. */
  readonly timeZone: string;
}

/** Monthly summaries: computed of what is stored, and kept when that is gone (ADR 30). */
export interface MonthlySummaryRepository {
  /**
   * Computes again whatever may have changed in these months, both included: not what is final, or younger than so many
   * milliseconds, or past and over. A bound that is absent is the first month of which there are data, or the present one. May
   * take as long as there is something to count. Anybody may do it at any time, also at the same time.
   */
  refresh(
    subject: SummarySubject,
    months: { readonly from?: string; readonly to?: string },
    now: Date,
    freshMilliseconds: number,
  ): Promise<void>;
  /** The stored summaries of these months, both included, by month. */
  months<Kind extends ReportKind>(
    scope: Scope,
    organisationId: OrganisationId,
    kind: Kind,
    period: { readonly from: string; readonly to: string },
  ): Promise<readonly MonthlySummary<Kind>[]>;
  /**
   * From now on what was opened before the moment stays counted as it is, so that its data may be deleted. To be called
   * before that is done; whatever fails, nothing may be deleted. Repeating it changes nothing.
   */
  settle(subject: SummarySubject, before: Date, now: Date): Promise<void>;
}
